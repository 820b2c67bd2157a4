"""Is everything awaited that has to be, once, by the code that needs its value?"""

import ast
from collections.abc import Iterator

from checks.source.facts import SourceFinding
from checks.source.machine import Machine, Swallowed, Verdict
from checks.source.rules.saying import say
from checks.source.sites import Misuse, Site

USES = {
    "truth": "a coroutine is always true",
    "or": "`or` always takes the coroutine",
    "and": "`and` never looks at its result",
    "compare": "the coroutine is compared, not its result",
    "subscript": "the coroutine has no items, its result has",
    "format": "the text shows the coroutine, not its result",
    "iterate": "the coroutine is looped over, not its result",
    "async for": "the coroutine is looped over, not its result",
    "unpack": "the coroutine cannot be unpacked, its result can",
    "arithmetic": "the coroutine is calculated with, not its result",
    "with": "the coroutine is entered, not its result",
    "call": "the coroutine is called, not its result",
    "callback": "a callback only makes the coroutine, and nobody runs it",
    "answer": "the view answers with the coroutine itself",
}
WRONG_ON_A_TASK = frozenset(
    {"subscript", "arithmetic", "unpack", "call", "iterate", "JsonResponse()", "dumps()", "answer", "async for"}
)


def findings(machine: Machine) -> Iterator[SourceFinding]:
    if machine.complete:
        for site in machine.sites.values():
            if not site.source.support:
                yield from _of_site(site)
    for verdict in machine.verdicts.values():
        if verdict.family == "awaiting" and verdict.guilty and not verdict.acquitted:
            yield _of_verdict(machine, verdict)
    for swallowed in machine.swallowed:
        found = _of_swallowed(machine, swallowed)
        if found.certain or not _is_meant(swallowed):
            yield found


def _of_verdict(machine: Machine, verdict: Verdict) -> SourceFinding:
    certain = verdict.certain and verdict.reached and machine.complete
    return say(
        "awaiting", verdict.rule, verdict.message, verdict.source, verdict.node, hint=verdict.hint, certain=certain
    )


def _of_site(site: Site) -> Iterator[SourceFinding]:
    if site.kind == "coroutine":
        if not site.settled:
            yield _never_awaited(site)
    elif site.kind == "future" and not site.settled:
        yield _gather_lost(site)
    elif site.kind == "task":
        yield from _of_task(site)


def _never_awaited(site: Site) -> SourceFinding:
    message = f"{site.name}() is never awaited{_consequence(site.misuses)}."
    certain = site.reached and not site.kept
    return say("awaiting", "never-awaited", message, site.source, site.node, hint=_await(site), certain=certain)


def _consequence(misuses: list[Misuse]) -> str:
    for misuse in misuses:
        if misuse.how == "dropped":
            continue
        if misuse.how.endswith("()"):
            return f": {misuse.how} gets the coroutine, not its result"
        if misuse.how.startswith("."):
            return f": the coroutine has no {misuse.how}, its result has"
        return f": {USES[misuse.how]}"
    return ", so it never runs"


def _await(site: Site) -> str:
    text = site.source.snippet(site.node)
    needs = any(m.how in ("subscript", "call") or m.how.startswith(".") for m in site.misuses)
    direct = needs and any(_stands_on(misuse, site) for misuse in site.misuses)
    hint = f"(await {text})" if direct else f"await {text}"
    return hint if site.in_coroutine else f"{hint}, in a function that is `async def`"


def _stands_on(misuse: Misuse, site: Site) -> bool:
    node = misuse.node
    return isinstance(node, ast.Attribute | ast.Subscript) and node.value is site.node


def _gather_lost(site: Site) -> SourceFinding:
    message = f"{site.name}() is never awaited: nobody waits for what it starts."
    wrong = any(m.how in WRONG_ON_A_TASK or m.how in ("format", "compare") for m in site.misuses)
    certain = site.reached and (wrong or _cannot_have_run(site))
    rule = "gather-not-awaited" if "gather" in site.name else "never-awaited"
    hint = f"await {site.source.snippet(site.node)}"
    return say("awaiting", rule, message, site.source, site.node, hint=hint, certain=certain)


def _of_task(site: Site) -> Iterator[SourceFinding]:
    wrong = [m for m in site.misuses if m.how in WRONG_ON_A_TASK]
    if wrong and not site.escaped:
        message = f"{site.name}() gives a task, and the task is used where its result is needed."
        certain = site.reached
        yield say("awaiting", "never-awaited", message, site.source, site.node, hint="await the task", certain=certain)
    elif not site.settled and not site.asked_early:
        yield _task_lost(site)


def _task_lost(site: Site) -> SourceFinding:
    if site.timed_out:
        message = f"The task of {site.name}() is left running when the time is up: nobody cancels it."
        hint = "cancel what is pending, or use `async with asyncio.timeout(...)`"
        return say("awaiting", "task-lost", message, site.source, site.node, hint=hint, certain=False)
    message = f"Nobody waits for the task that {site.name}() starts: the answer leaves without it."
    certain = site.reached and not site.kept and _cannot_have_run(site)
    return say("awaiting", "task-lost", message, site.source, site.node, hint=_wait_for_task(site), certain=certain)


def _wait_for_task(site: Site) -> str:
    """A task that is thrown away at once might as well not be one."""
    match site.node:
        case ast.Call(args=[ast.Call() as call, *_]) if any(misuse.how == "dropped" for misuse in site.misuses):
            return f"await {site.source.snippet(call)}"
    return "await the task before you answer"


def _cannot_have_run(site: Site) -> bool:
    """No await stands between its start and the end of the request, on any path."""
    return site.fresh_at_exit and not site.aged


def _of_swallowed(machine: Machine, swallowed: Swallowed) -> SourceFinding:
    timed = swallowed.in_timeout or swallowed.function in _timed(machine)
    caught = swallowed.source.snippet(swallowed.handler.type) if swallowed.handler.type else "A bare except"
    message = f"{caught} catches the cancellation and does not let it go on: a timeout around this cannot work."
    node = swallowed.handler
    header = ast.copy_location(ast.Pass(), node)
    header.end_lineno, header.end_col_offset = node.lineno, node.col_offset + len("except")
    certain = timed and not swallowed.cancels
    if certain:
        return say("awaiting", "cancel-swallowed", message, swallowed.source, header, hint="raise")
    message = f"{caught} also catches the cancellation that stops a request whose visitor has left, and goes on."
    return say("advice", "swallowed-cancellation", message, swallowed.source, header, hint="raise", certain=False)


def _is_meant(swallowed: Swallowed) -> bool:
    """Who names the cancellation, and is under no timeout, knows what they catch."""
    named = swallowed.handler.type
    return named is not None and "BaseException" not in swallowed.source.snippet(named)


def _timed(machine: Machine) -> set[ast.AST]:
    """The coroutine functions that run under a timeout, also those that these wait for."""
    reached: set[ast.AST] = set()
    waiting = list(machine.timed)
    while waiting:
        function = waiting.pop()
        if function not in reached:
            reached.add(function)
            waiting.extend(machine.waits_on[function])
    return reached
