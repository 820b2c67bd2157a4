"""Where submissions are confined. Nothing is ever run unconfined: what cannot be confined is refused.

An *outer wall* (``docker.py``, ``sockets.py``, ``bubblewrap.py``) stands around one long-lived *zygote* (``inside/``),
which forks one confined process for each run and puts an inner wall around it (``inside/confine.py``). The side that is
trusted starts with :func:`open_sandbox`.
"""

from pathlib import Path
from typing import Literal

from checks.sandbox import Sandbox, SandboxError, SandboxUnavailable

Kind = Literal["auto", "docker", "bubblewrap"]
RUNS = 200  # that a zygote serves; most attempts take one
ORDER: tuple[Kind, Kind] = ("docker", "bubblewrap")  # the better one first


def open_sandbox(kind: Kind = "auto", sockets: Path | None = None, runs: int = RUNS) -> Sandbox:
    """A sandbox that was seen to confine. Raises SandboxUnavailable with a sentence that says what to do.

    ``auto`` is Docker where there are an engine and the image of this code, since the kernel then bounds the memory
    and the processes of all that is behind the wall together; else bubblewrap. ``sockets`` is a folder with the
    sockets of containers that run already: then the engine is asked for nothing. After ``runs`` runs what is behind
    the wall is started anew; with 1 no two runs share a container.
    """
    # Behind the wall this package is imported too, and needs none of this.
    from worker.sandbox.client import ZygoteSandbox

    if kind == "auto" and not sockets:
        return _best(runs)
    if kind == "bubblewrap":
        from worker.sandbox.bubblewrap import Bubblewrap

        return ZygoteSandbox(Bubblewrap(), runs=runs)
    if sockets:
        from worker.sandbox.sockets import Sockets

        return ZygoteSandbox(Sockets(sockets), runs=runs)
    from worker.sandbox.knock import knock

    knock()
    from worker.sandbox.docker import Docker

    return ZygoteSandbox(Docker(), runs=runs)


def _best(runs: int) -> Sandbox:
    reasons = []
    for kind in ORDER:
        try:
            return open_sandbox(kind, runs=runs)
        except SandboxError as error:
            reasons.append(f"With {kind}: {error}")
    raise SandboxUnavailable("\n".join(["Nothing can confine submissions on this machine.", *reasons]))
