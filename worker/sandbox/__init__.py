"""Where submissions are confined. Nothing is ever run unconfined: what cannot be confined is refused.

An *outer wall* (``bubblewrap.py``) stands around one long-lived *zygote* (``inside/``), which forks one confined
process for each run and puts an inner wall around it (``inside/confine.py``). The side that is trusted starts with
:func:`open_sandbox`.
"""

from typing import Literal

from checks.sandbox import Sandbox, SandboxUnavailable

Kind = Literal["auto", "docker", "bubblewrap"]


def open_sandbox(kind: Kind = "auto") -> Sandbox:
    """A sandbox that was seen to confine. Raises SandboxUnavailable with a sentence that says what to do."""
    if kind == "docker":
        raise SandboxUnavailable(
            "This version confines with bubblewrap only: choose the sandbox `auto` or `bubblewrap`."
        )
    # Behind the wall this package is imported too, and needs none of this.
    from worker.sandbox.bubblewrap import Bubblewrap
    from worker.sandbox.client import ZygoteSandbox

    return ZygoteSandbox(Bubblewrap())
