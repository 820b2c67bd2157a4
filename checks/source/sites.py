"""What becomes of each awaitable: a site is the call that makes it, and collects what is done with its result."""

import ast
from dataclasses import dataclass, field

from checks.source.places import SourceFile
from checks.source.values import AwaitableKind


@dataclass(eq=False, slots=True)
class Misuse:
    """A use that needs the value but gets the awaitable, such as ``str()``."""

    how: str
    node: ast.expr | ast.stmt
    source: SourceFile


@dataclass(eq=False, slots=True)
class Site:
    node: ast.expr
    source: SourceFile
    function: str  # qualified name of the function that it stands in
    kind: AwaitableKind
    name: str  # what is called, as a person would say it
    target: str = ""
    awaited: bool = False
    escaped: bool = False  # given to code that is not known: nobody can say
    closed: bool = False
    kept: bool = False  # given to something that outlives the request
    handed_on: bool = False  # returned to a caller, who has a site of its own
    reached: bool = False  # by a request, or while the module is imported
    timed_out: bool = False  # waited for with a timeout that leaves it running
    fresh_at_exit: bool = False  # a request ended before the loop could run it
    aged: bool = False  # or it had the chance to run
    single: bool = False  # bound to one name, outside of any loop: it stands for one awaitable only
    asked_early: bool = False  # a task whose result is asked for before it could run
    in_coroutine: bool = False
    misuses: list[Misuse] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """Whether somebody waits for it, or might."""
        return self.awaited or self.escaped or self.closed or self.handed_on

    def misuse(self, how: str, node: ast.expr | ast.stmt, source: SourceFile) -> None:
        if len(self.misuses) < 8 and all(known.node is not node for known in self.misuses):
            self.misuses.append(Misuse(how, node, source))
