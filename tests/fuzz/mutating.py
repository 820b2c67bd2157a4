"""Changes JSON as JSON: bytes changed at random would nearly always be refused by the first look at them."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

Mutate = Callable[[bytes, int], bytes]
EDGES: tuple[Any, ...] = (None, True, 0, -1, 1, 0.5, 10**6, 10**18, 10**19, -(2**63), 1e308, "", "x" * 3_000, "\ud800")
EDGES += ("\0", "views.py", [], {}, [None] * 21, [[]] * 101, [0, ""], {"": {}}, "answer", "end", "step", "limit")


def by_structure(plain: Mutate) -> Callable[[bytes, int, int], bytes]:
    """A mutator for libFuzzer, which falls back on ``plain`` for what is no JSON, and now and then for what is."""

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 - repeats what libFuzzer draws
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return plain(data, most)
        if random.random() < 0.2:
            return plain(data, most)
        for _ in range(random.randint(1, 3)):
            value = changed(value, random)
        return json.dumps(value, separators=(",", ":"), ensure_ascii=random.random() < 0.9).encode(
            "utf-8", "surrogatepass"
        )[:most]

    return mutate


def changed(value: Any, random: Random) -> Any:
    """The same with one place changed, which lies the deeper the more often chance goes on."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        key = random.choice(list(value))
        return _without(value, key) if random.random() < 0.1 else {**value, key: changed(value[key], random)}
    if isinstance(value, list) and value and random.random() < 0.85:
        number = random.randrange(len(value))
        if random.random() < 0.2:
            return value[:number] + [value[number]] * random.choice((0, 2, 30, 200)) + value[number + 1 :]
        return [*value[:number], changed(value[number], random), *value[number + 1 :]]
    return random.choice(EDGES)


def _without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if name != key}
