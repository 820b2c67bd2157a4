"""What was found once is not found again, and whatever hypothesis thinks of keeps the rules too."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.channel import ProtocolError, parse
from checks.runtime import says
from tests.fuzz.targets import TARGETS, frames, names, said_again, sources

CORPUS = Path(__file__).parent / "corpus"
KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path.suffix != ".dict")
PATIENT = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])

PLACES = st.tuples(
    st.text(max_size=20),
    st.integers(1, 10**6),
    st.none() | st.integers(0, 10**6),
    st.none() | st.integers(1, 10**6),
    st.none() | st.integers(0, 10**6),
)
TIMES = st.integers(0, 10**18)
NUMBERS = st.integers(0, 1000)
TEXTS = st.text(max_size=50)
ERRORS = st.recursive(
    st.fixed_dictionaries(
        {
            "type": TEXTS,
            "message": TEXTS,
            "places": st.lists(st.tuples(PLACES, TEXTS), max_size=3),
            "inner": st.just([]),
        }
    ),
    lambda inner: st.fixed_dictionaries(
        {"type": TEXTS, "message": TEXTS, "places": st.just([]), "inner": st.lists(inner, max_size=3)}
    ),
    max_leaves=5,
)
KINDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "hold": {
        "at": TIMES,
        "request": st.none() | NUMBERS,
        "kind": st.sampled_from(["sleep", "lock", "file"]),
        "start": TIMES,
        "end": TIMES,
        "place": st.none() | PLACES,
    },
    "answer": {
        "at": TIMES,
        "request": NUMBERS,
        "real": TIMES,
        "status": st.integers(100, 599),
        "headers": st.lists(st.tuples(TEXTS, TEXTS), max_size=5),
        "parts": st.lists(st.tuples(TIMES, st.text()), max_size=5),
        "state": st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers() | st.text(), max_size=3),
    },
    "raised": {"at": TIMES, "request": st.none() | NUMBERS, "error": ERRORS},
    "hung": {
        "kind": st.sampled_from(["step", "run", "import", "stall", "limit"]),
        "used": st.none() | st.floats(0, 1e9),
        "places": st.lists(PLACES, max_size=20),
    },
    "died": {"exit_code": st.integers(), "signal": st.integers(), "place": st.none() | PLACES},
}
MESSAGES = st.one_of(*(st.fixed_dictionaries({"event": st.just(event), **keys}) for event, keys in KINDS.items()))


@pytest.mark.parametrize("path", KEPT, ids=[str(path.relative_to(CORPUS)) for path in KEPT])
def test_what_was_found_once_keeps_the_rules(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@PATIENT
@given(st.binary(max_size=2_000))
def test_any_bytes_are_messages_or_a_declared_error(data: bytes) -> None:
    frames(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=30,
)


@PATIENT
@given(JSON)
def test_any_json_is_a_frame_or_a_declared_error(value: object) -> None:
    frames(json.dumps(value).encode())


EVENTS = ["answer", "raised", "hold", "end", "hung", "died", "loaded", "reach", "stuck", "no-answer", "nothing"]
KEYS = st.sampled_from(
    [*says.Answer.model_fields, *says.Raised.model_fields, *says.Hold.model_fields, *says.Hung.model_fields]
)


@PATIENT
@given(st.sampled_from(EVENTS), st.dictionaries(KEYS, JSON, max_size=8))
def test_any_values_under_the_right_keys_are_a_message_or_a_declared_error(
    event: str, values: dict[str, object]
) -> None:
    frames(json.dumps({**values, "event": event}).encode())


@PATIENT
@given(MESSAGES)
def test_a_message_that_is_said_arrives_as_it_was(frame: dict[str, Any]) -> None:
    message = says.parse(json.loads(json.dumps(frame)))
    assert message.model_dump()["event"] == frame["event"]
    assert said_again(message) == message


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 60 + b"]" * 60 + b"}",
        b'{"a":1e999}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":' + b"9" * 5_000 + b"}",
        '{"a":1}'.encode("utf-16"),
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff"}',
        b"[]",
        b"1",
        b"",
        b'{"a":1} {"a":1}',
        b"\0" * 100,
    ],
)
def test_what_is_no_object_of_bounded_json_is_no_frame(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse(body)


@PATIENT
@given(st.binary(max_size=2_000))
def test_any_upload_is_refused_with_a_sentence_or_read(data: bytes) -> None:
    sources(data)


PIECES = ["async def ", "view", "(request)", ":\n", "    ", "await ", "return ", "x", " = ", "f'{x}'", "\\\n", '"""']
PIECES += ["lambda: ", "(", ")", "[", "]", "\t", "\f", "\r", "\x1a"]
PIECES += ["\u202e", "\u0430", "\u00b5", "\ufb01", "\ufe0f", "\ufeff", "\u2028"]
PIECES += ["class C", "yield ", "async for ", " in ", "match x:\n", "case _:\n", "# coding: utf-7\n", "\0", "1_", "0x"]


@PATIENT
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60))
def test_any_pieces_of_python_are_refused_with_a_sentence_or_read(pieces: list[str]) -> None:
    sources("".join(pieces).encode("utf-8", "surrogatepass"))


@PATIENT
@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_file_name_is_taken_or_refused_with_a_sentence(name: bytes) -> None:
    names(name)
