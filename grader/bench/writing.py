"""The figures as a page and as JSON."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from grader.bench.figures import Measured, percentile, ratio
from grader.bench.table import markdown
from grader.bench.ways import BASELINE

TIMES = ("one attempt", "attempts", "median ms", "p90", "p99", "max", "CPU ms", "memory MB")
LOADED = ("two workers at once", "attempts", "attempts/min", "median ms", "max", "max ÷ median")
RATIOS = (f"beside `{BASELINE}`", "attempts/min", "CPU", "median")
ZYGOTE = ("zygote", "RSS MB", "PSS MB", "one attempt MB")
NOTES = (
    "CPU: user and system time of all processes, the judge among them, from the kernel's control groups; of the Docker "
    "engine its daemons, but not the helper that each container has where the engine shares its control group with "
    "others. Memory of one attempt: what its processes have for themselves at most; of a container: what its Python "
    "holds."
)


def as_json(about: Mapping[str, Any], measured: Sequence[Measured], missing: Mapping[str, str]) -> dict[str, Any]:
    base = _baseline(measured)
    return {**about, "ways": [_facts(item, base) for item in measured], "missing": dict(missing)}


def as_text(about: Mapping[str, Any], measured: Sequence[Measured], missing: Mapping[str, str]) -> str:
    before, after = about["load_average"]
    engine = about["engine"] or "none"
    conditions = f"{about['machine']}, Docker engine {engine}; load {before:.2f} before, {after:.2f} after."
    facts = [_facts(item, _baseline(measured)) for item in measured]
    tables = [
        markdown(TIMES, [_times(item) for item in facts]),
        markdown(LOADED, [_loaded(item) for item in facts if item["load"]]),
        markdown(ZYGOTE, [_memory(item) for item in facts if item["zygote"]]),
        markdown(RATIOS, [_ratios(item) for item in facts if item["ratios"]]),
    ]
    reasons = [f"- {name}: cannot be had here. {reason}" for name, reason in missing.items()]
    return "\n\n".join([conditions, *(table for table in tables if table.count("\n") > 1), *reasons, NOTES])


def _facts(item: Measured, base: Measured | None) -> dict[str, Any]:
    attempt = item.memory.attempt if item.memory else item.container_peak
    return {
        "name": item.name,
        "alone": {**_spread(item.alone), "cpu_ms": _milli(item.cpu_of_one), "memory": attempt},
        "load": {**_spread(item.loaded), "per_minute": item.per_minute, "worst": item.worst_under_load}
        if item.loaded
        else None,
        "zygote": {"rss": item.memory.zygote, "pss": item.memory.zygote_share} if item.memory else None,
        "ratios": _compared(item, base) if base and base is not item else None,
    }


def _spread(seconds: Sequence[float]) -> dict[str, Any]:
    return {
        "attempts": len(seconds),
        "median_ms": _milli(statistics.median(seconds)),
        "p90_ms": _milli(percentile(seconds, 0.9)),
        "p99_ms": _milli(percentile(seconds, 0.99)),
        "max_ms": _milli(max(seconds)),
    }


def _compared(item: Measured, base: Measured) -> dict[str, float | None]:
    return {
        "per_minute": ratio(item.per_minute, base.per_minute),
        "cpu": ratio(item.cpu_of_one, base.cpu_of_one),
        "median": ratio(statistics.median(item.alone), statistics.median(base.alone)),
    }


def _baseline(measured: Sequence[Measured]) -> Measured | None:
    return next((item for item in measured if item.name == BASELINE), None)


def _milli(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1_000, 3)


def _times(item: Mapping[str, Any]) -> tuple[str, ...]:
    alone = item["alone"]
    figures = (_number(alone[key]) for key in ("median_ms", "p90_ms", "p99_ms", "max_ms", "cpu_ms"))
    return (item["name"], str(alone["attempts"]), *figures, _megabytes(alone["memory"]))


def _loaded(item: Mapping[str, Any]) -> tuple[str, ...]:
    load = item["load"]
    figures = (_number(load[key]) for key in ("per_minute", "median_ms", "max_ms", "worst"))
    return (item["name"], str(load["attempts"]), *figures)


def _memory(item: Mapping[str, Any]) -> tuple[str, ...]:
    sizes = (item["zygote"]["rss"], item["zygote"]["pss"], item["alone"]["memory"])
    return (item["name"], *map(_megabytes, sizes))


def _ratios(item: Mapping[str, Any]) -> tuple[str, ...]:
    ratios = item["ratios"]
    return (item["name"], *(_times_as(ratios[key]) for key in ("per_minute", "cpu", "median")))


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def _megabytes(size: int | None) -> str:
    return "-" if size is None else f"{size / (1 << 20):.1f}"


def _times_as(value: float | None) -> str:
    """More than one as so many times as much, less than one as a fraction."""
    if value is None:
        return "-"
    return f"{value:.0f} times" if value >= 1 else f"1/{1 / value:.0f}"
