"""All that is known of one submission: what its source says and what its runs showed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from checks.assignment import Assignment, CheckSpec, Request
from checks.library.text import Sources
from checks.runtime import says
from checks.runtime.trial import Lost, Run, Trial
from checks.source.facts import Call, SourceFacts

NUMBER = "{n}"
ASYNCHRONOUS = ("async function", "async class")


@dataclass(frozen=True)
class Load:
    """Every check that sends requests sends these."""

    alone: tuple[Request, ...]
    together: tuple[Request, ...]


class Evidence:
    """What the checks judge. Runs happen when they are first asked for, and once."""

    def __init__(self, assignment: Assignment, sources: Sources, facts: SourceFacts, trial: Trial) -> None:
        self.assignment = assignment
        self.sources = sources
        self.facts = facts
        self.trial = trial

    @property
    def loaded(self) -> says.Loaded | says.LoadFailed | Lost:
        return self.trial.loaded

    @property
    def reaches(self) -> list[says.Reach]:
        """What the submission reached for, once for each place."""
        unique = {(seen.what, seen.place): seen for seen in self.trial.reaches}
        return list(unique.values())

    @property
    def tampered(self) -> list[str]:
        """What the submission replaced of that which it runs on."""
        loaded = self.loaded.tampered if isinstance(self.loaded, says.Loaded) else []
        return sorted({*loaded, *self.trial.tampered})

    @property
    def runs(self) -> list[Run]:
        return self.trial.runs

    def alone(self, request: Request) -> Run:
        return self.trial.run([request])

    def together(self, load: Load) -> Run | None:
        """Many at once, after one that came alone; None of a view that did not even come back from that."""
        alone = [self.alone(request) for request in load.alone]
        if any(run.lost is not None or not run.answers for run in alone):
            return None
        return self.trial.run(load.together, first=load.alone[:1])

    def load_of(self, spec: CheckSpec) -> Load:
        """The requests of a ``concurrency`` check, ``{n}`` replaced by each one's number."""
        templates = spec.requests or ()
        alone = tuple(numbered(template, number, spec) for number, template in enumerate(templates))
        together = tuple(numbered(templates[n % len(templates)], n, spec) for n in range(spec.concurrent))
        return Load(alone, together)

    def run_everything(self) -> None:
        """All runs that any check needs, one request alone before many at once."""
        for spec in self.assignment.checks:
            if spec.request is not None:
                self.alone(spec.request)
        for spec in self.concurrency_specs:
            load = self.load_of(spec)
            for request in load.alone:
                self.alone(request)
            if self._has_asynchronous_views:
                self.together(load)
        if not self.runs:
            for request in plain_requests(self.assignment):
                self.alone(request)

    @cache  # noqa: B019 - evidence lives as long as the judging of one submission
    def travelled_lines(self) -> set[tuple[str, int]] | None:
        """Every line that ran when each of the requests was sent alone; None where that could not be found out."""
        lines: set[tuple[str, int]] = set()
        for run in [run for run in self.runs if len(run.requests) == 1]:
            again = self.trial.again(run.requests, trace=True)
            if again.end is None or again.end.trace is None:
                return None
            lines.update(again.end.trace.lines)
        return lines

    @property
    def _has_asynchronous_views(self) -> bool:
        views = self.loaded.views if isinstance(self.loaded, says.Loaded) else []
        return all(view.kind in ASYNCHRONOUS for view in views)

    @property
    def concurrency_specs(self) -> Iterator[CheckSpec]:
        return (spec for spec in self.assignment.checks if spec.use == "concurrency")

    @cached_property
    def _calls_by_line(self) -> dict[tuple[str, int], list[Call]]:
        found: dict[tuple[str, int], list[Call]] = {}
        for call in self.facts.calls:
            found.setdefault((call.span.path, call.span.line), []).append(call)
        return found

    def calls_on(self, path: str, line: int) -> list[Call]:
        return self._calls_by_line.get((path, line), [])

    def loop_around(self, path: str, line: int) -> int | None:
        """The first line of the outermost loop that a line stands in."""
        lines = [loop.line for loop in self.facts.loops if loop.path == path and loop.line <= line <= loop.last_line]
        return min(lines, default=None)

    def call_at(self, place: says.Place | None) -> Call | None:
        """The call whose own span a place is; the only call of its line where the place knows no columns."""
        if place is None:
            return None
        calls = self.calls_on(place[0], place[1])
        if place[2] is None:
            return calls[0] if len(calls) == 1 else None
        where = self.sources.span(place)
        return next((call for call in calls if call.span.model_dump() == where), None)


def numbered(request: Request, number: int, spec: CheckSpec) -> Request:
    body = request.body if request.body is not None else spec.body
    return request.model_copy(update={"path": request.path.replace(NUMBER, str(number)), "body": body})


def plain_requests(assignment: Assignment) -> list[Request]:
    """GET on every route that has no parameters: what is asked where no check asks for anything."""
    return [Request(method="GET", path=f"/{route.path}") for route in assignment.routes if "<" not in route.path]
