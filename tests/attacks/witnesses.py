"""What stands on the machine for attacks to reach: whoever gets there has left the sandbox."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

PORT = 47113
NAME = "\0async-view-grader-witness"


@contextmanager
def listening() -> Iterator[None]:
    """A TCP port on loopback and an abstract Unix socket; where a neighbour's tests listen, theirs do as well."""
    with ExitStack() as stack:
        tcp = stack.enter_context(socket.socket())
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        tcp.bind(("127.0.0.1", PORT))
        tcp.listen()
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        with suppress(OSError):
            unix.bind(NAME)
            unix.listen()
        yield
