"""Reads the policy: what is done with each system call. Its language is explained at the top of ``policy.toml``."""

import errno
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from worker.sandbox.inside.calls.machine import known_calls

POLICY = Path(__file__).with_name("policy.toml")
ALL_BITS = 0xFFFFFFFF
MOST_ARGUMENTS = 6
CALL = re.compile(r"(\w+)\((.*)\)")

Deed = Literal["allow", "pretend", "refuse", "forbid"]


class PolicyError(Exception):
    """The policy does not say what it must; the message names the group and what is wrong with it."""


@dataclass(frozen=True)
class Group:
    """``error`` is the number that a refusal is answered with."""

    does: Deed
    what: str
    why: str
    calls: tuple[str, ...]
    error: int = 0


@dataclass(frozen=True)
class Condition:
    """One argument: whether it is one of ``values`` in the bits of ``mask``; when ``wide``, whether it is nothing."""

    argument: int
    values: tuple[int, ...] = (0,)
    mask: int = ALL_BITS
    wide: bool = False
    words: tuple[str, ...] = ()

    def holds(self, arguments: Sequence[int]) -> bool:
        value = arguments[self.argument]
        return value == 0 if self.wide else value & self.mask in self.values

    def word_for(self, arguments: Sequence[int]) -> str | None:
        """How the policy calls this argument."""
        return dict(zip(self.values, self.words, strict=False)).get(arguments[self.argument] & self.mask)


@dataclass(frozen=True)
class Line:
    """What one line says about a call: all its conditions hold, so this is what the group says."""

    conditions: tuple[Condition, ...]
    group: Group

    def holds(self, arguments: Sequence[int]) -> bool:
        return all(condition.holds(arguments) for condition in self.conditions)


@dataclass(frozen=True)
class Policy:
    """For every known call its lines, the one without conditions last."""

    groups: tuple[Group, ...]
    calls: Mapping[str, tuple[Line, ...]]

    def line_for(self, call: str, arguments: Sequence[int]) -> Line:
        return next(line for line in self.calls[call] if line.holds(arguments))

    def spell(self, call: str, arguments: Sequence[int]) -> str:
        """A call in the words of the policy, such as ``socket(AF_VSOCK)``."""
        conditions = self.line_for(call, arguments).conditions
        words = [word for word in (condition.word_for(arguments) for condition in conditions) if word]
        return f"{call}({', '.join(words)})" if words else call


def read(text: str | None = None) -> Policy:
    """The policy in ``text``, that of the sandbox when there is none. Raises PolicyError."""
    try:
        document = tomllib.loads(POLICY.read_text(encoding="utf-8") if text is None else text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"not TOML: {error}") from error
    words = document.get("words", {})
    groups = tuple(_group(item, number) for number, item in enumerate(document.get("group", []), 1))
    lines: dict[str, list[Line]] = {}
    for group in groups:
        for call, conditions in _calls(group, words):
            lines.setdefault(call, []).append(Line(conditions, group))
    return Policy(groups, _checked(lines))


def _group(item: Mapping[str, Any], number: int) -> Group:
    where = f"group {number} ({item.get('what', 'without a name')})"
    missing = [key for key in ("does", "what", "why", "calls") if not item.get(key)]
    if missing:
        raise PolicyError(f"{where} lacks `{missing[0]}`")
    unknown = item.keys() - {"does", "what", "why", "calls", "error"}
    if unknown:
        raise PolicyError(f"{where} has `{min(unknown)}`, which means nothing")
    deed = next((deed for deed in get_args(Deed) if deed == item["does"]), None)
    if deed is None:
        raise PolicyError(f"{where} does `{item['does']}`; it can do {', '.join(get_args(Deed))}")
    return Group(deed, item["what"], item["why"].strip(), tuple(item["calls"]), _error(where, deed, item.get("error")))


def _error(where: str, deed: Deed, name: str | None) -> int:
    if (name is not None) != (deed == "refuse"):
        raise PolicyError(f"{where}: `error` is what a group that refuses answers with, and no other")
    if name is None:
        return 0
    number = getattr(errno, name, None)
    if not isinstance(number, int):
        raise PolicyError(f"{where}: there is no error {name}")
    return number


def _calls(group: Group, words: Mapping[str, int]) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    known = known_calls()
    for entry in group.calls:
        with_arguments = CALL.fullmatch(entry)
        names = [with_arguments[1]] if with_arguments else entry.split()
        for name in names:
            if name not in known:
                raise PolicyError(f"{group.what}: there is no call {name}")
            yield name, tuple(_conditions(entry, with_arguments[2], words)) if with_arguments else ()


def _conditions(entry: str, arguments: str, words: Mapping[str, int]) -> Iterator[Condition]:
    parts = [part.strip() for part in arguments.split(",")]
    if len(parts) > MOST_ARGUMENTS:
        raise PolicyError(f"{entry}: a call has at most {MOST_ARGUMENTS} arguments")
    for number, part in enumerate(parts):
        if part == "null":
            yield Condition(number, wide=True)
        elif part.startswith("!"):
            bits = sum({_value(entry, word, words) for word in part[1:].split("|")})
            yield Condition(number, mask=bits)
        elif part != "*":
            listed, _, mask = (piece.strip() for piece in part.partition(" within "))
            names = tuple(word.strip() for word in listed.split("|"))
            values = tuple(_value(entry, word, words) for word in names)
            yield Condition(number, values, _value(entry, mask, words) if mask else ALL_BITS, words=names)


def _value(entry: str, word: str, words: Mapping[str, int]) -> int:
    word = word.strip()
    value = words.get(word)
    if value is None:
        try:
            value = int(word, 0)
        except ValueError as error:
            raise PolicyError(f"{entry}: nothing under [words] says what `{word}` is") from error
    if not 0 <= value <= ALL_BITS:
        raise PolicyError(f"{entry}: `{word}` is no number of 32 bits")
    return value


def _checked(lines: Mapping[str, list[Line]]) -> dict[str, tuple[Line, ...]]:
    ordered = {}
    for call, found in lines.items():
        rests = [line for line in found if not line.conditions]
        if len(rests) != 1:
            said = " and ".join(line.group.what for line in rests)
            raise PolicyError(
                f"{call}: {f'decided twice, under {said}' if rests else 'nothing decides the rest of it'}"
            )
        ordered[call] = (*(line for line in found if line.conditions), *rests)
    undecided = sorted(known_calls() - ordered.keys())
    if undecided:
        raise PolicyError(f"nothing is decided about {', '.join(undecided[:5])}")
    return ordered
