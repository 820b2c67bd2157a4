"""Whether an answer is what was asked for, compared here, outside, with exact types."""

import json
import string
from collections.abc import Iterator, Mapping
from typing import Any

from checks.assignment import CheckSpec, Expect
from checks.library.words import seconds, short, to_seconds
from checks.runtime import says
from checks.runtime.trial import Run

MISSING = object()


def mismatches(expect: Expect | None, answer: says.Answer) -> Iterator[str]:
    """A sentence for everything in which the answer is not as expected; streaming is judged by :func:`is_streamed`."""
    if expect is None:
        if answer.status >= 500:
            yield f"The answer has status {answer.status}."
        return
    if expect.status is not None and answer.status != expect.status:
        yield f"The answer has status {answer.status}; {expect.status} is expected."
        return
    if expect.text is not None and answer.text != expect.text:
        yield f"The answer is {quoted(answer.text)}; {quoted(expect.text)} is expected."
    yield from _json_mismatches(expect, answer)
    yield from _header_mismatches(expect.header or {}, answer)


def _json_mismatches(expect: Expect, answer: says.Answer) -> Iterator[str]:
    if expect.json is None and not expect.json_keys:
        return
    value = json_of(answer)
    if value is MISSING:
        yield f"The answer is not JSON: {quoted(answer.text)}."
    elif expect.json is not None and not same(value, expect.json):
        yield f"The answer is {short(written(value))}; {short(written(expect.json))} is expected."
    elif expect.json_keys and (not isinstance(value, dict) or set(expect.json_keys) - value.keys()):
        yield f"The answer is {short(written(value))}; the keys {', '.join(expect.json_keys)} are expected."


def _header_mismatches(expected: Mapping[str, str | None], answer: says.Answer) -> Iterator[str]:
    headers = {name.lower(): value for name, value in answer.headers}
    for name, value in expected.items():
        found = headers.get(name.lower())
        if found is None:
            yield f"The answer has no header {name}."
        elif value is not None and found != value:
            yield f"The header {name} is {quoted(found)}; {quoted(value)} is expected."


def is_streamed(answer: says.Answer) -> bool:
    """Whether its parts left one after the other and not all at the end."""
    return len({when for when, _ in answer.parts}) > 1


def time_mismatches(spec: CheckSpec, run: Run) -> Iterator[tuple[str, str]]:
    """(rule, sentence) where a request took too long or not long enough."""
    taken = seconds(run.answers[0].at)
    if is_too_early(spec, run):
        yield "too-early", f"The answer came after {taken}; it must take at least {spec.at_least:g} s."
    if is_too_slow(spec, run):
        yield "too-slow", f"The answer took {taken}; at most {spec.within:g} s is allowed."


def is_too_early(spec: CheckSpec, run: Run) -> bool:
    """Child processes live in real time; where one was waited for, the time that really passed counts as well."""
    taken = to_seconds(run.answers[0].at)
    real = to_seconds(run.answers[0].real) if run.end is not None and run.end.children else 0
    return spec.at_least is not None and max(taken, real) < spec.at_least - 1e-9


def is_too_slow(spec: CheckSpec, run: Run) -> bool:
    return spec.within is not None and to_seconds(run.answers[0].at) > spec.within + 1e-9


def state_mismatches(state: Mapping[str, Any], answer: says.Answer) -> Iterator[str]:
    for name, expected in state.items():
        found = answer.state.get(name)
        if not same(found, expected):
            held, wanted = short(written(found)), short(written(expected))
            yield f"When the answer left, {name} was {held}; {wanted} is expected."


def echo_mismatches(spec: CheckSpec, run: Run, first: int = 0) -> Iterator[str]:
    """Answers that do not carry what their own request sent; ``{n}`` is the number of the request."""
    for number, answer in sorted(run.answers.items()):
        value = json_of(answer)
        for key, template in spec.echo.items():
            wanted = template.replace("{n}", str(number + first))
            found = value.get(key) if isinstance(value, dict) else None
            if found != wanted:
                yield f"Request {number + 1} sent {key} = {wanted} and got back {short(written(found))}."


def repeated(spec: CheckSpec, run: Run) -> Iterator[str]:
    """Values that two concurrent answers share though each must be distinct."""
    for key in spec.distinct:
        values = [written(_value(answer, key)) for _, answer in sorted(run.answers.items())]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            yield f"{values.count(twice)} of {len(values)} concurrent answers have the same {key}: {short(twice)}."


def _value(answer: says.Answer, key: str) -> Any:
    value = json_of(answer)
    return value.get(key) if isinstance(value, dict) else None


def json_of(answer: says.Answer) -> Any:
    try:
        return json.loads(answer.text)
    except (ValueError, RecursionError):
        return MISSING


def same(left: Any, right: Any) -> bool:
    """Equal with equal types all the way down: 1 is not True and not 1.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(same(one, other) for one, other in zip(left, right, strict=True))
    return bool(left == right)


def written(value: Any) -> str:
    """As JSON; a value may be read and yet be nested too deeply to be written."""
    try:
        return json.dumps(value)
    except RecursionError:
        return "… nested too deeply to be shown"


def quoted(text: str) -> str:
    """As a reader can tell it: control characters are escaped."""
    return "“" + short(printed(text)) + "”"


def printed(text: str) -> str:
    return "".join(character if character in string.printable or character.isprintable() else "�" for character in text)
