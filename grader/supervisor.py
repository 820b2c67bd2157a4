"""Runs the processes of the service: starts them, says when they are ready, starts them again, ends them all."""

import asyncio
import os
import secrets
import signal
import socket
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from dataclasses import dataclass
from urllib.request import urlopen

import click

READY_WITHIN = 60.0
STOP_WITHIN = 5.0
LONG_LIFE = 60.0
LONGEST_PAUSE = 30.0


@dataclass
class Child:
    """A process that is started again, a little later each time, until ``stop``."""

    name: str
    arguments: tuple[str, ...]
    descriptors: tuple[int, ...] = ()
    process: Process | None = None

    async def run(self) -> None:
        pause = 1.0
        while True:
            started = asyncio.get_running_loop().time()
            code = await self._once()
            if asyncio.get_running_loop().time() - started > LONG_LIFE:
                pause = 1.0
            say(f"{self.name} ended with {described(code)}; starting it again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _once(self) -> int:
        # A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "grader.processes", str(os.getpid()), sys.executable, *self.arguments),
            stdin=asyncio.subprocess.DEVNULL,
            pass_fds=self.descriptors,
            start_new_session=True,
        )
        return await self.process.wait()

    async def stop(self) -> None:
        """Asks it to end, and kills it and its children when it does not."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), STOP_WITHIN)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()


class Service:
    """Web server, worker and sweeper. ``listener`` is the web's socket, ``workers`` how many grade at once."""

    def __init__(self, listener: socket.socket, workers: int | None = None) -> None:
        self.listener = listener
        # No signal is lost when none is awaited: the name is in the abstract space, so there is no file to leave.
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.setblocking(False)
        name = f"grader-{secrets.token_hex(8)}"
        self.notices.bind(f"\0{name}")
        os.environ["NOTIFY_SOCKET"] = f"@{name}"
        self.children = [
            Child("web", ("-m", "grader.serve", str(listener.fileno())), (listener.fileno(),)),
            Child("worker", worker_command(workers or len(os.sched_getaffinity(0)))),
            Child("sweeper", ("-m", "django", "sweep")),
        ]

    @property
    def address(self) -> str:
        host, port = self.listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - everywhere is also here
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    async def run(self) -> int:
        """Until a signal asks for the end; returns the exit code."""
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        running = [asyncio.create_task(child.run()) for child in self.children]
        starting = asyncio.create_task(self.ready())
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait([starting, stopped], return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set() and not starting.result():
                return 3
            await stop.wait()
            return 0
        finally:
            for task in (*running, starting, stopped):
                task.cancel()
            await asyncio.gather(*(child.stop() for child in self.children))
            self.listener.close()
            self.notices.close()

    async def ready(self) -> bool:
        """Whether web and worker came up in time; says so to the person who waits."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(READY_WITHIN):
                await asyncio.gather(asyncio.to_thread(self._ask), loop.sock_recv(self.notices, 64))
        except (TimeoutError, OSError) as error:
            say(f"The service did not start within {READY_WITHIN:g} s ({error or 'no answer'}).")
            return False
        click.echo(
            f"grader is ready: {self.address}\n  student:    student / student\n  instructor: instructor / instructor"
        )
        click.echo("Ctrl-C stops it.")
        return True

    def _ask(self) -> None:
        """The socket listens already, so this waits in its queue until the web server takes it."""
        with urlopen(f"{self.address}readyz", timeout=READY_WITHIN):  # noqa: S310 - our own address
            pass


def worker_command(processes: int) -> tuple[str, ...]:
    return (
        # Whoever runs the demo as root knows it, and Celery's other reason, unpickling messages, is switched off.
        *("-W", "ignore:You're running the worker with superuser privileges"),
        *("-m", "celery", "--app", "grader", "--quiet", "worker", "--concurrency", str(processes)),
        *("--queues", "grade,regrade", "--loglevel", "WARNING", "--optimization", "fair"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    )


def described(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def say(line: str) -> None:
    click.echo(line, err=True)
