"""A role that grades where the submission runs, as many graders do: the control of a judge that is outside."""

import asyncio
import json
import struct
import types

from django.conf import settings

from checks.channel import Channel


def serve(channel: Channel) -> None:
    settings.configure()
    module = types.ModuleType("views")
    exec(compile(channel.receive()["source"], "views.py", "exec"), module.__dict__)  # noqa: S102
    response = asyncio.run(module.slow_view(None))
    body = json.dumps({"passed": response.content == b"Finished waiting!"}).encode()
    channel.sock.sendall(struct.pack(">I", len(body)) + body)
