"""The event loop of the tests. Its clock is virtual: it jumps to the next timer whenever every task waits."""

import asyncio
import selectors
import threading
from collections.abc import Callable


class NeverEnds(Exception):
    """Everything waits, and nothing is left that could happen."""


class Selector(selectors.SelectSelector):
    """Lets no real time pass, unless a thread of the test's own is at work."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.before_waiting: Callable[[], bool] = lambda: False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if found or (timeout is not None and timeout <= 0) or self.before_waiting():
            return found
        if threading.active_count() > 1:
            return super().select(timeout)
        if timeout is None:
            raise NeverEnds("the test waits for something that never happens")
        self.now += timeout
        return found


class Loop(asyncio.SelectorEventLoop):
    """``virtual.before_waiting`` is asked when there is nothing more to do at an instant; True when now there is."""

    def __init__(self) -> None:
        self.virtual = Selector()
        super().__init__(self.virtual)

    def time(self) -> float:
        return self.virtual.now
