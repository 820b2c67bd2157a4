"""The instructor's own checks at work: a checker runs the tests, and what they ask the subject is carried to and fro.

The judge stands between the two. Neither sees the other, both lines are bounded JSON with exact types, and of a check
nothing reaches the subject but its requests.
"""

import base64
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checks.assignment import Assignment
from checks.assignment.custom import tests_of
from checks.channel import ChannelClosed, ChannelTimeout, Frame, ProtocolError
from checks.checker import says
from checks.runtime.says import NoAnswer
from checks.runtime.trial import Run, Trial
from checks.runtime.visits import Group, Visit
from checks.sandbox import Confined, Ending, Limits, Sandbox
from checks.source.facts import SourceFacts

SILENCE = 10.0  # real seconds that a test may take for itself between two questions
LIMITS = Limits(seconds=300.0, memory=512 << 20, processes=32)
MOST_LOST = 3  # a submission that had to be stopped so often is not asked again
ENOUGH = 0.5  # the part of an attempt's real time that is left for each question at least


@dataclass
class Case:
    """One run of one test function, ``name`` being empty where it has no parameters."""

    name: str
    runs: list[Run] = field(default_factory=list)
    outcome: says.Outcome | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong with the tests themselves: for the one who wrote them."""

    test: str | None
    detail: str


@dataclass
class Examination:
    """All tests of an assignment on one submission; ``cases`` by test, as pytest names it."""

    cases: dict[str, list[Case]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Examiner:
    """Runs the tests of an assignment, once."""

    def __init__(self, sandbox: Sandbox, assignment: Assignment, files: Mapping[str, str], facts: SourceFacts) -> None:
        self._sandbox = sandbox
        self._assignment = assignment
        self._files = files
        self._facts = facts
        self._examination: Examination | None = None

    def examine(self, trial: Trial) -> Examination:
        """Raises SandboxError."""
        if self._examination is None:
            self._examination = Examination()
            with self._sandbox.open("checker", LIMITS) as confined:
                Conversation(confined, trial, self._examination, self._expected()).hold(self._order())
        return self._examination

    def _expected(self) -> set[str]:
        return {check.test for check in self._assignment.checks if check.test is not None}

    def _wanted(self) -> Iterator[str]:
        """Whole files, so that pytest may find what is not written out; of a file that is asked in part its tests."""
        expected = self._expected()
        for path in {test.partition("::")[0] for test in expected}:
            every = {test.node for test in tests_of(path, self._assignment.custom[path].decode())}
            if every <= expected:
                yield path
            else:
                yield from every & expected

    def _order(self) -> Frame:
        facts = self._facts.model_dump(mode="json", include={"functions", "calls", "imports"})
        return {
            "files": {path: base64.b64encode(data).decode() for path, data in self._assignment.custom.items()},
            "run": sorted(self._wanted()),
            "submission": dict(self._files),
            "facts": facts,
        }


class Conversation:
    """With one checker, until it has run all of its tests or cannot go on."""

    def __init__(self, confined: Confined, trial: Trial, examination: Examination, expected: set[str]) -> None:
        self._confined = confined
        self._trial = trial
        self._examination = examination
        self._expected = expected
        self._test: str | None = None
        self._groups: list[Group] = []
        self._runs: dict[tuple[tuple[Group, ...], tuple[str, ...]], Run] = {}
        self._lost = 0

    def hold(self, order: Frame) -> None:
        try:
            self._confined.channel.send(order)
            while self._take(says.parse(self._confined.channel.receive(time.monotonic() + SILENCE))):
                pass
            self._miss()
        except ProtocolError as error:
            self._blame(f"The tests said what no test says: {error}")
        except ChannelTimeout:
            self._blame(f"Nothing was heard for {SILENCE:g} s: it hangs.")
        except ChannelClosed:
            self._blame(_end(self._confined.finish()))

    def _take(self, message: says.Message) -> bool:
        """Whether there is more to come."""
        if isinstance(message, says.End):
            return False
        if isinstance(message, says.Collected):
            self._compare(set(message.tests))
        elif isinstance(message, says.Broken):
            self._blame(message.detail)
        elif isinstance(message, says.Begin):
            self._begin(message)
        elif isinstance(message, says.Ask):
            self._answer(message)
        else:
            self._end_case(message)
        return True

    def _miss(self) -> None:
        """Tests that pytest found and did not run to their end, whatever stopped it."""
        for test in sorted(self._expected):
            cases = self._examination.cases.get(test, [])
            if not self._examination.problems and (not cases or any(case.outcome is None for case in cases)):
                self._examination.problems.append(Problem(test, "pytest was stopped before this test had ended."))

    def _compare(self, found: set[str]) -> None:
        for test in sorted(found - self._expected):
            self._blame(f"Pytest found {test}, which is not written out as a test function of its file.")
        for test in sorted(self._expected - found):
            self._examination.problems.append(Problem(test, "Pytest did not find this test."))

    def _begin(self, message: says.Begin) -> None:
        self._test, self._groups = message.test, []
        self._examination.cases.setdefault(message.test, []).append(Case(message.case))

    def _end_case(self, outcome: says.Outcome) -> None:
        self._case.outcome = outcome
        if isinstance(outcome, says.OwnFault):
            self._blame(outcome.detail)

    @property
    def _case(self) -> Case:
        if self._test is None:
            raise ProtocolError("a test that did not begin")
        return self._examination.cases[self._test][-1]

    def _blame(self, detail: str) -> None:
        self._examination.problems.append(Problem(self._test, detail))

    def _answer(self, ask: says.Ask) -> None:
        """The state of a test is what its requests so far have left, so they all go to a fresh copy once more."""
        self._groups.append(Group(tuple(map(_visit, ask.requests)), ask.pause))
        run = self._run(tuple(ask.state))
        self._case.runs.append(run)
        for number, _ in enumerate(ask.requests):
            self._confined.channel.send(_outcome_of(run, number))

    def _run(self, state: tuple[str, ...]) -> Run:
        key = (tuple(self._groups), state)
        if key not in self._runs:
            lost = [run for run in self._runs.values() if run.lost is not None]
            self._runs[key] = lost[-1] if len(lost) >= MOST_LOST else self._follow(state)
        return self._runs[key]

    def _follow(self, state: tuple[str, ...]) -> Run:
        """What earlier tests took is not held against this one."""
        if self._trial.time_left < ENOUGH:
            self._trial.renew()
        return self._trial.follow(self._groups, state)


def _visit(request: says.Request) -> Visit:
    return Visit(request.method, request.path, request.body, tuple(request.headers), request.hangs_up_after)


def _outcome_of(run: Run, number: int) -> Frame:
    """What came of one request, as the tests hear it."""
    answer = run.answers.get(number)
    if answer is not None:
        return {"kind": "answer", **answer.model_dump(include={"at", "status", "headers", "parts", "state"})}
    for seen in run.of(NoAnswer):
        if seen.request == number:
            return {"kind": "none", "at": seen.at, "state": seen.state}
    return {"kind": "lost"}


def _end(ending: Ending) -> str:
    """Why a checker ended before its tests, with the last that it printed."""
    why = f"it used too much: {ending.limit}" if ending.limit else "it ended the process that it runs in"
    code = f" (signal {ending.signal})" if ending.signal else f" (exit code {ending.exit_code})"
    return f"The tests did not come to their end, since {why}{code}.\n{ending.output[-2000:]}".strip()
