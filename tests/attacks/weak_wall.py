"""Bubblewrap without some layers of the walls."""

from pathlib import Path

from worker.sandbox.bubblewrap import Bubblewrap
from worker.sandbox.inside.facts import Facts

WEAKENED = Path(__file__).parent / "weakened"
ZYGOTE = "worker.sandbox.inside.zygote"
END = "--remount-ro"


class Weakened(Bubblewrap):
    """Starts with what it does not refuse by itself when it is not ``verified``."""

    def __init__(self, *layers: str, verified: bool = False) -> None:
        super().__init__(extra_roles={"inside": "weakened.judge_inside"}, extra_path=WEAKENED)
        self._layers = layers
        self._verified = verified

    def verify(self, facts: Facts) -> None:
        if self._verified:
            super().verify(facts)

    def _outside(self) -> list[str]:
        words = super()._outside()
        if "network namespace" in self._layers:
            if "--unshare-net" in words:
                words.remove("--unshare-net")
            else:
                words.insert(words.index("--unshare-all") + 1, "--share-net")
        place = words.index(END)
        if "private scratch space" in self._layers:
            words[place:place] = [
                word for where in ("/tmp", "/dev/shm") for word in ("--perms", "1777", "--tmpfs", where)
            ]
        if "read-only root" in self._layers:
            words[place : place + 2] = ["--chmod", "0777", "/"]
        return words

    def _inside(self, control: int) -> list[str]:
        words = super()._inside(control)
        place = words.index(ZYGOTE)
        inner = [layer for layer in self._layers if layer != "read-only root"]
        words[place : place + 1] = ["weakened.zygote", ",".join(inner) or "nothing"]
        return words
