"""How a zygote comes by its control line: it inherits it, calls its client, or waits for one to call."""

import argparse
import os
import socket
from contextlib import suppress

CALLS = ".sock"  # what a client may call ends so
TAKEN = b"+"


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    line = parser.add_mutually_exclusive_group(required=True)
    line.add_argument("--control", type=int, help="the number of an inherited socket")
    line.add_argument("--connect", help="the path of a socket on which the client listens")
    line.add_argument("--listen", help="a folder, in which a socket stands as long as no client came")
    return parser


def take(chosen: argparse.Namespace) -> socket.socket:
    if chosen.connect:
        line = socket.socket(socket.AF_UNIX)
        line.connect(chosen.connect)
        return line
    if chosen.listen:
        return _wait_in(chosen.listen)
    return socket.socket(fileno=chosen.control)


def _wait_in(folder: str) -> socket.socket:
    """The first client takes the socket away, so what stands in the folder is what is free."""
    path = os.path.join(folder, socket.gethostname() + CALLS)
    unfinished = path + ".new"
    for left in (path, unfinished):  # of an earlier life under this name
        with suppress(FileNotFoundError):
            os.unlink(left)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(unfinished)
        os.chmod(unfinished, 0o666)  # noqa: S103 - who may see the folder may call
        listener.listen(1)
        os.rename(unfinished, path)
        client, _ = listener.accept()
        os.unlink(path)
    client.sendall(TAKEN)  # who called at the same moment hears nothing, and is cut off
    return client
