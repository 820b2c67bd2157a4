"""How long each request held the event loop, and with what."""

from collections import defaultdict
from collections.abc import Iterator

from checks.library.evidence import Evidence
from checks.library.words import NANO, seconds, short
from checks.report import Finding
from checks.runtime import says
from checks.runtime.trial import Run
from checks.source.facts import Call

ALLOWED = NANO // 100  # a request may hold the loop with waiting for this long: 10 ms

RULES = {
    "sleep": "blocking-sleep",
    "socket": "blocking-http",
    "lock": "blocking-wait",
    "join": "blocking-wait",
    "select": "blocking-wait",
    "process": "blocking-subprocess",
    "database": "blocking-database",
    "file": "blocking-io",
    "busy-wait": "blocking-wait",
}
ALWAYS = (
    "database",
    "process",
    "socket",
    "file",
)  # what waits for something outside is a fault however short it was this time

DOES = {
    "database": "asks the database",
    "process": "waits for another program",
    "socket": "waits for the network",
    "file": "reads a large file",
}

Key = tuple[says.Place | None, str]


def findings(evidence: Evidence, run: Run) -> Iterator[Finding]:
    """One for each place that held the loop, where a request held it for longer than allowed."""
    holds = run.of(says.Hold)
    by_request: dict[int | None, int] = defaultdict(int)
    for hold in holds:
        by_request[hold.request] += hold.end - hold.start
    guilty = [hold for hold in holds if hold.kind in ALWAYS or by_request[hold.request] > ALLOWED]
    for key, group in _by_place(guilty).items():
        yield _finding(evidence, key, group)


def _by_place(holds: list[says.Hold]) -> dict[Key, list[says.Hold]]:
    """The holds of the first request that each place held, since the others say the same."""
    groups: dict[Key, list[says.Hold]] = {}
    for hold in holds:
        group = groups.setdefault((hold.place, hold.kind), [])
        if not group or group[0].request == hold.request:
            group.append(hold)
    return groups


def _finding(evidence: Evidence, key: Key, group: list[says.Hold]) -> Finding:
    place, kind = key
    total = sum(hold.end - hold.start for hold in group)
    text = short(evidence.sources.text_at(place)) if place else "Something outside your file"
    pieces = sum(hold.end > hold.start for hold in group)
    times = f", in {pieces} pieces" if pieces > 1 else ""
    if kind in DOES and (not total or kind in ("process", "file")):
        message = f"{text} {DOES[kind]} while it holds the event loop."
    elif kind == "busy-wait":
        message = f"{text} holds the event loop for {seconds(total)} by reading the clock again and again."
    else:
        message = f"{text} holds the event loop for {seconds(total)}{times}."
    return evidence.sources.finding(RULES[kind], message, place, hint(evidence.call_at(place), kind))


def hint(call: Call | None, kind: str) -> str | None:
    """What to write instead; with the student's own arguments where that is certain."""
    if kind == "sleep" and call is not None and call.target == "time.sleep":
        return f"await asyncio.sleep({arguments(call.text)})"
    if call is not None and (call.target or "").startswith("concurrent.futures"):
        return "await asyncio.wrap_future(…) waits for a future without holding the loop"
    return {
        "sleep": "await asyncio.sleep(…)",
        "socket": "async with httpx.AsyncClient() as client: response = await client.get(…)",
        "lock": "await something of asyncio instead: asyncio.Lock, asyncio.Event, asyncio.Queue",
        "join": "await asyncio.to_thread(…) waits for a thread without holding the loop",
        "select": "await asyncio.sleep(…), or let asyncio watch the descriptor",
        "process": "await asyncio.create_subprocess_exec(…)",
        "file": "await asyncio.to_thread(…) reads it without holding the loop",
        "database": "the asynchronous methods of the ORM: aget, acreate, acount, async for …",
        "busy-wait": "await asyncio.sleep(…)",
    }[kind]


def arguments(call: str) -> str:
    """What stands between the parentheses of a call."""
    return call[call.index("(") + 1 : -1].strip() if "(" in call and call.endswith(")") else "…"
