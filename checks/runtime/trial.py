"""The judge's side of the wall: starts subjects, sends requests, and keeps what came back."""

import base64
import json
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from checks.assignment import Assignment, Request
from checks.channel import Channel, ChannelClosed, ChannelTimeout, Frame, ProtocolError, TooMuchSaid
from checks.runtime import says
from checks.runtime.observer import NO_MORE_PROCESSES
from checks.runtime.visits import MOST_AT_ONCE, Group
from checks.sandbox import Confined, Ending, Limits, Role, Sandbox, SandboxError
from checks.signing import Checker, new_key

GRACE_SECONDS = 5.0  # real seconds after the end of the attempt in which it may be said how it ended
LEAST_SECONDS = 1.0  # real time that even the last subject of an attempt gets, so that it can start
ENOUGH = 0.5  # of an attempt's real time must be left after its source was read
POOL_SIZE = 32  # threads of the loop's default executor, the same on every machine
SPARE_PROCESSES = 32
MOST_OBSERVATIONS = 10_000  # a run tells fewer
LIMIT_SIGNALS = (signal.SIGXCPU, signal.SIGXFSZ)
Seen = TypeVar("Seen", bound=says.Observation)


@dataclass(frozen=True)
class Lost:
    """A subject that is no more before its time: ``message`` is what it said last, ``ending`` what the wall saw."""

    how: str  # died | hung | protocol | limit
    message: says.Died | says.Hung | says.RunDied | None = None
    ending: Ending | None = None
    detail: str = ""
    said: int | None = None  # bytes that it may send, where it sent more
    error: says.ErrorSaid | None = None  # what it was refused memory with

    @property
    def places(self) -> list[says.Place]:
        """The student's lines that it was at, deepest first, as far as that is known."""
        if self.error is not None:
            link = next((link for link in self.error.chain() if link.places), self.error)
            return [(path, line, None, None, None) for (path, line, *_), _ in reversed(link.places)]
        if isinstance(self.message, says.Hung):
            return self.message.places
        return [self.message.place] if self.message is not None and self.message.place is not None else []

    @property
    def place(self) -> says.Place | None:
        return next(iter(self.places), None)


@dataclass
class Run:
    """What was seen of some requests sent at once."""

    requests: tuple[Request, ...]  # of checks that the assignment's table describes
    size: int  # how many there are, whoever sends them
    answers: dict[int, says.Answer] = field(default_factory=dict)
    observations: list[says.Observation] = field(default_factory=list)
    end: says.End | None = None
    lost: Lost | None = None

    def of(self, kind: type[Seen]) -> list[Seen]:
        """The observations of one kind, in their order."""
        return [seen for seen in self.observations if isinstance(seen, kind)]

    def duration(self) -> int:
        """Virtual nanoseconds from the first request to the last answer."""
        return max((answer.at for answer in self.answers.values()), default=self.end.at if self.end else 0)


Outcome = says.Loaded | says.LoadFailed | Lost


class Trial:
    """One attempt's subjects. Each has loaded the same files; a new one is started when the last is gone."""

    def __init__(self, sandbox: Sandbox, assignment: Assignment, files: Mapping[str, str]) -> None:
        self._sandbox = sandbox
        self._assignment = assignment
        self._files = files
        self._deadline = time.monotonic() + assignment.limits.seconds
        self._stack = ExitStack()
        self._confined: Confined | None = None
        self._state = sorted({name for check in assignment.checks for name in check.state})
        self._runs: dict[str, Run] = {}
        self.reaches: list[says.Reach] = []
        self.tampered: set[str] = set()  # what was replaced of that which the submission runs on
        self._violations: set[str] = set()
        self._staying: Sequence[Request] = ()  # what the run was sent that waits for more

    def __enter__(self) -> "Trial":
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    @cached_property
    def loaded(self) -> Outcome:
        """What came of loading the files for the first time."""
        return self._start()

    def read(self, question: Frame, seconds: float) -> Frame | None:
        """What :mod:`checks.source.confined` answers, from the process that loads the files after that.

        To be asked before anything else. None when the source could not be read within the limits.
        """
        self._open("attempt")
        try:
            self._channel.send(question)
            answer = self._channel.receive(time.monotonic() + seconds)
        except (ChannelClosed, ChannelTimeout, ProtocolError):
            self.renew()
            return None
        if self.time_left < ENOUGH:  # or else what cannot start in the rest would look like our own fault
            self.renew()
        return answer

    @property
    def runs(self) -> list[Run]:
        return list(self._runs.values())

    def run(self, requests: Sequence[Request], *, first: Sequence[Request] = ()) -> Run:
        """Sends requests at once to a fresh copy of the loaded module; the same requests are sent only once.

        ``first`` are sent before, one after the other, and nothing is told of them.
        """
        key = json.dumps([[as_message(request) for request in part] for part in (first, requests)])
        if key not in self._runs:
            goes_on = first and list(first) == list(self._staying)
            self._runs[key] = self._go_on(_run_of(requests)) if goes_on else self._begin(requests, first)
        return self._runs[key]

    def _begin(self, requests: Sequence[Request], first: Sequence[Request]) -> Run:
        """One request alone is often the first of what comes next: then its run goes on."""
        run = self._perform(_run_of(requests), [[request] for request in first], stays=len(requests) == 1)
        self._staying = requests if run.end is not None and run.end.stays else ()
        return run

    def _go_on(self, run: Run) -> Run:
        self._staying = ()
        return self._order(run, {"do": "more", "groups": [_group(run.requests)], "stays": False})

    def again(self, requests: Sequence[Request], *, trace: bool = False) -> Run:
        """The same once more, for what a single run cannot tell. It is not one of :attr:`runs`."""
        return self._perform(_run_of(requests), trace=trace)

    def follow(self, groups: Sequence[Group], state: Sequence[str] = ()) -> Run:
        """Sends one group after the other to a fresh copy of the loaded module, and tells of the last.

        ``state`` names values of support modules that are wanted as well. It is not one of :attr:`runs`.
        """
        run = Run((), len(groups[-1].visits))
        return self._carry_out(run, [group.as_message() for group in groups], state)

    def renew(self) -> None:
        """What comes now has all the time that an attempt may take."""
        self._finish()
        self._deadline = time.monotonic() + self._assignment.limits.seconds

    @property
    def time_left(self) -> float:
        """The part of an attempt's real time that is left: 1 at its start, 0 when it is over."""
        return max(0.0, (self._deadline - time.monotonic()) / self._assignment.limits.seconds)

    @property
    def violations(self) -> list[str]:
        """The forbidden system calls of all subjects that have ended, by name."""
        return sorted(self._violations)

    def finish(self) -> None:
        """Ends the subject that lives, so that all it did is known. Who asks for another run gets a new one."""
        self._stack.close()  # at once: what it would have done is nobody's concern
        self._finish()

    @property
    def limits(self) -> Limits:
        """What the attempt may use."""
        limits = self._assignment.limits
        threads = POOL_SIZE + max(check.concurrent for check in self._assignment.checks)
        if self._assignment.custom:
            threads = POOL_SIZE + MOST_AT_ONCE
        return Limits(seconds=limits.seconds, memory=limits.memory, processes=SPARE_PROCESSES + threads)

    def _open(self, role: Role) -> None:
        left = replace(self.limits, seconds=max(LEAST_SECONDS, self._deadline - time.monotonic()))
        before = time.monotonic()
        self._confined = self._stack.enter_context(self._sandbox.open(role, left))
        self._deadline += time.monotonic() - before  # a sandbox that has to be built first is not the student's time

    def _start(self) -> Outcome:
        if self._confined is None:
            self._open("subject")
        self._performed = 0
        self._await_readiness()
        try:
            message = self._next()
        except (ChannelClosed, ChannelTimeout, ProtocolError) as error:
            return self._lose(error)
        if isinstance(message, says.LoadFailed) and message.error is not None and _is_the_end(message.error):
            return self._starved(message.error)
        if isinstance(message, says.Loaded | says.LoadFailed):
            return message
        if isinstance(message, says.Died | says.Hung):
            return self._gone("died" if isinstance(message, says.Died) else "hung", message)
        return self._lose(ProtocolError(f"{message.event} before it was loaded"))

    def _await_readiness(self) -> None:
        """Until the subject is ready nothing of the student's has run, so that what fails is ours."""
        key = new_key()
        self._channel.checker = self._checker = Checker(key)
        self._checker.expect("watcher", "loader")
        try:
            self._channel.send({"key": key.hex(), **self._order_to_load()})
            message = self._next()
        except (ChannelClosed, ChannelTimeout, ProtocolError) as error:
            ending = self._finish()
            raise SandboxError(f"The subject did not start: {error or type(error).__name__} {ending}") from error
        if not isinstance(message, says.Ready):
            raise SandboxError(f"The subject did not start: {message} {self._finish()}")

    def _order_to_load(self) -> Frame:
        assignment = self._assignment
        return {
            "do": "load",
            "files": dict(self._files),
            "support": {name: base64.b64encode(data).decode() for name, data in assignment.support.items()},
            "apps": list(assignment.apps),
            "routes": [{"path": route.path, "view": route.view} for route in assignment.routes],
            "upstreams": [
                {
                    "variable": upstream.variable,
                    "routes": [
                        {
                            "request": f"{route.request.method} {route.request.path}",
                            "answer": route.answer.model_dump(by_alias=True),
                            "delay": route.delay,
                        }
                        for route in upstream.routes
                    ],
                }
                for upstream in assignment.upstreams
            ],
        }

    def _perform(
        self, run: Run, first: Sequence[Sequence[Request]] = (), *, trace: bool = False, stays: bool = False
    ) -> Run:
        groups = [_group(part) for part in (*first, run.requests)]
        return self._carry_out(run, groups, trace=trace, stays=stays)

    def _carry_out(
        self, run: Run, groups: Sequence[Frame], state: Sequence[str] = (), *, trace: bool = False, stays: bool = False
    ) -> Run:
        outcome = self.loaded
        if self._confined is None:
            if time.monotonic() >= self._deadline:
                run.lost = Lost("limit")
                return run
            outcome = self._start()
        if not isinstance(outcome, says.Loaded):
            run.lost = outcome if isinstance(outcome, Lost) else Lost("died", detail="it did not load a second time")
            return run
        self._dismiss()
        self._performed += 1
        self._checker.expect("watcher", "loader", f"run {self._performed}")
        order = {
            "do": "run",
            "number": self._performed,
            "groups": list(groups),
            "state": sorted({*self._state, *state}),
            "pool": POOL_SIZE,
            "trace": trace,
            "stays": stays and outcome.forks,
        }
        self._order(run, order)
        if not outcome.forks and self._confined is not None:
            self._finish()
        return run

    def _order(self, run: Run, order: Frame) -> Run:
        try:
            self._channel.send(order)
            self._listen(run)
        except (ChannelClosed, ChannelTimeout, ProtocolError) as error:
            run.lost = self._lose(error)
        return run

    def _dismiss(self) -> None:
        """Lets the run go that waits for more."""
        if self._staying:
            self._staying = ()
            with suppress(ChannelClosed, ChannelTimeout):  # the next order finds that out
                self._channel.send({"do": "leave"})

    def _listen(self, run: Run) -> None:
        while run.end is None and run.lost is None:
            message = self._next()
            if isinstance(message, says.End):
                run.end = message
                self.tampered.update(message.tampered)
            elif isinstance(message, says.RunDied | says.Died | says.Hung):
                run.lost = self._gone("hung" if isinstance(message, says.Hung) else "died", message)
            elif isinstance(message, says.Ready | says.Loaded | says.LoadFailed):
                raise ProtocolError("it was loaded twice")
            elif isinstance(message, says.Raised) and _is_the_end(message.error):
                run.lost = self._starved(message.error)
            else:
                self._take(run, message)

    def _take(self, run: Run, message: says.Observation) -> None:
        number = getattr(message, "request", None)
        if number is not None and number >= run.size:
            raise ProtocolError("an answer to a request that nobody sent")
        if isinstance(message, says.Answer):
            if number in run.answers:
                raise ProtocolError("a second answer to one request")
            run.answers[message.request] = message
        if len(run.observations) >= MOST_OBSERVATIONS:
            raise ProtocolError(f"more than {MOST_OBSERVATIONS} messages about one run")
        run.observations.append(message)

    def _next(self) -> says.Message:
        """The next message but one that tells of reaching, which is kept in :attr:`reaches`."""
        while True:
            frame = self._channel.receive(self._deadline + GRACE_SECONDS)
            message = says.parse(frame, self._channel.speaker)
            if not isinstance(message, says.Reach):
                return message
            self.reaches.append(message)

    def _lose(self, error: Exception) -> Lost:
        how = {ProtocolError: "protocol", ChannelTimeout: "limit", TooMuchSaid: "limit"}.get(type(error), "died")
        ending = self._finish()
        if ending is not None and ending.limit is not None:
            how = "limit"
        return Lost(how, ending=ending, detail=str(error), said=error.limit if isinstance(error, TooMuchSaid) else None)

    def _gone(self, how: str, message: says.Died | says.Hung | says.RunDied) -> Lost:
        if isinstance(message, says.RunDied):  # its loader lives on and could serve the next run
            return Lost("limit" if message.signal in LIMIT_SIGNALS else how, message)
        ending = self._finish()
        if ending is not None and ending.limit is not None:
            how = "limit"
        elif isinstance(message, says.Hung) and message.kind == "limit":
            how = "died"  # it says so, and the sandbox does not
        return Lost(how, message, ending)

    def _starved(self, error: says.ErrorSaid) -> Lost:
        """Whether the kernel refuses more or the sandbox sees too much is chance, so the end is the same."""
        return Lost("limit", ending=self._finish(), error=error)

    @property
    def _channel(self) -> Channel:
        if self._confined is None:
            raise ChannelClosed
        return self._confined.channel

    def _finish(self) -> Ending | None:
        if self._confined is None:
            return None
        ending = self._confined.finish()
        self._violations.update(ending.violations)
        self._stack.close()
        self._confined = None
        self._staying = ()
        return ending


def _is_the_end(error: says.ErrorSaid) -> bool:
    """Whether it was refused memory or processes. Exceptions that follow from that are in the same chain."""
    return any(link.type == "MemoryError" or link.message == NO_MORE_PROCESSES for link in error.chain())


def _run_of(requests: Sequence[Request]) -> Run:
    return Run(tuple(requests), len(requests))


def _group(requests: Sequence[Request]) -> Frame:
    return {"pause": 0, "requests": [as_message(request) for request in requests]}


def as_message(request: Request) -> Frame:
    body = None if request.body is None else json.dumps(request.body)
    return {"method": request.method, "path": request.path, "body": body}
