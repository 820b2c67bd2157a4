"""What was asked of an answer beside what came, for the one who has to find the difference."""

from collections.abc import Iterator
from itertools import islice, takewhile, zip_longest
from typing import Any

from checks.assignment import CheckSpec, Expect
from checks.library.expectation import (
    MISSING,
    is_streamed,
    is_too_early,
    is_too_slow,
    json_of,
    printed,
    same,
    written,
)
from checks.library.words import seconds
from checks.report import AnswerPart, Compared
from checks.runtime import says
from checks.runtime.trial import Run

MOST_ROWS, LONGEST, BEFORE = 20, 400, 60


def comparison(spec: CheckSpec, run: Run) -> tuple[Compared, ...]:
    """Everything that the check asks of the answer, in its order; of an answer with another status only that."""
    answer = run.answers.get(0)
    if answer is None:
        return ()
    return tuple(islice(_rows(spec, run, answer), MOST_ROWS))


def _rows(spec: CheckSpec, run: Run, answer: says.Answer) -> Iterator[Compared]:
    expect = spec.expect
    if expect is not None:
        if expect.status is not None:
            yield _row("status", str(expect.status), str(answer.status))
            if expect.status != answer.status:
                return
        yield from _content(expect, answer)
        yield from _headers(expect, answer)
        if expect.streamed:
            parts = "part by part" if is_streamed(answer) else "in one piece at its end"
            yield _row("streamed", "part by part", parts)
    yield from _times(spec, run)
    for name, value in spec.state.items():
        found = answer.state.get(name)
        yield _row("state", written(value), written(found), name, holds=same(found, value))


def _content(expect: Expect, answer: says.Answer) -> Iterator[Compared]:
    if expect.text is not None:
        yield _row("text", expect.text, answer.text)
    if expect.json is None and not expect.json_keys:
        return
    value = json_of(answer)
    if value is MISSING:
        wanted = written(expect.json) if expect.json is not None else ", ".join(expect.json_keys or ())
        yield _row("json" if expect.json is not None else "json_keys", wanted, answer.text, holds=False)
        return
    if expect.json is not None:
        differing = list(islice(_differences(expect.json, value), MOST_ROWS))
        yield from differing or [_row("json", written(expect.json), written(value), holds=True)]
    if expect.json_keys:
        found = [str(key) for key in value] if isinstance(value, dict) else []
        holds = isinstance(value, dict) and set(expect.json_keys) <= value.keys()
        yield _row("json_keys", ", ".join(expect.json_keys), ", ".join(found), holds=holds)


def _differences(expected: Any, actual: Any, path: str = "$") -> Iterator[Compared]:
    """The innermost values in which two JSON values differ, each with its way from the outermost, ``$.items[0]``."""
    if same(expected, actual):
        return
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in [*expected, *(key for key in actual if key not in expected)]:
            yield from _differences(expected.get(key, MISSING), actual.get(key, MISSING), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        for index, (one, other) in enumerate(zip_longest(expected, actual, fillvalue=MISSING)):
            yield from _differences(one, other, f"{path}[{index}]")
    else:
        wanted, found = (None if value is MISSING else written(value) for value in (expected, actual))
        yield _row("json", wanted, found, path, holds=False)


def _headers(expect: Expect, answer: says.Answer) -> Iterator[Compared]:
    headers = {name.lower(): value for name, value in answer.headers}
    for name, value in (expect.header or {}).items():
        found = headers.get(name.lower())
        wanted = "any value" if value is None else value
        yield _row("header", wanted, found, name, holds=found is not None and value in (None, found))


def _times(spec: CheckSpec, run: Run) -> Iterator[Compared]:
    taken = seconds(run.answers[0].at)
    if spec.at_least is not None:
        yield _row("time", f"at least {spec.at_least:g} s", taken, holds=not is_too_early(spec, run))
    if spec.within is not None:
        yield _row("time", f"at most {spec.within:g} s", taken, holds=not is_too_slow(spec, run))


def _row(
    part: AnswerPart, expected: str | None, actual: str | None, name: str | None = None, *, holds: bool | None = None
) -> Compared:
    """Long texts begin shortly before they part, so that the difference is in what is left of them."""
    start = _common(expected or "", actual or "") if expected != actual else 0
    start = start - BEFORE if start > LONGEST // 2 else 0
    return Compared(
        part=part,
        name=_cut(name, 0),
        expected=_cut(expected, start),
        actual=_cut(actual, start),
        holds=expected == actual if holds is None else holds,
    )


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    end = start + LONGEST
    cut = text[start:end]
    return printed(f"{'…' if start else ''}{cut}{'…' if len(text) > end else ''}")
