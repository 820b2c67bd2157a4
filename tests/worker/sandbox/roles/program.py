"""The role that tests have: runs the program that comes in the first frame, with ``channel`` in its hands."""

from checks.channel import Channel


def serve(channel: Channel) -> None:
    program = channel.receive()["program"]
    exec(compile(program, "program", "exec"), {"channel": channel, "__name__": "__main__"})  # noqa: S102
