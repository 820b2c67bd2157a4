"""Where submissions are confined. Nothing is ever run unconfined: what cannot be confined is refused.

An *outer wall* (``bubblewrap.py``) stands around one long-lived *zygote* (``inside/``), which forks one confined
process for each run and puts an inner wall around it (``inside/confine.py``). The side that is trusted starts with
:func:`open_sandbox`.
"""

from typing import Literal

from checks.sandbox import Sandbox

Kind = Literal["auto", "docker", "bubblewrap"]


def open_sandbox(kind: Kind = "auto") -> Sandbox:
    """A sandbox that was seen to confine. Raises SandboxUnavailable with a sentence that says what to do."""
    # Behind the wall this package is imported too, and needs none of this.
    from worker.sandbox.client import ZygoteSandbox

    if kind == "docker":
        from worker.sandbox.docker import Docker

        return ZygoteSandbox(Docker())
    from worker.sandbox.bubblewrap import Bubblewrap

    return ZygoteSandbox(Bubblewrap())
