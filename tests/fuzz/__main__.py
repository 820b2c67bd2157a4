"""``python -m tests.fuzz TARGET --seconds 600``: coverage-guided, with atheris. Exits 1 when a rule is broken."""

import warnings
from pathlib import Path

import atheris
import click

from tests.fuzz.mutating import by_structure

with atheris.instrument_imports(include=["checks"]):
    from tests.fuzz.targets import TARGETS

KEPT = Path(__file__).parent / "corpus"
WORK = Path("var/fuzz")
MAX_LENGTH = {"frames": 16_384, "sources": 4_096, "names": 256}


@click.command()
@click.argument("target", type=click.Choice(list(TARGETS)))
@click.option("--seconds", type=click.IntRange(min=1), default=600, show_default=True)
def main(target: str, seconds: int) -> None:
    """What breaks a rule is left in var/fuzz/TARGET; keep it in tests/fuzz/corpus/TARGET, and mend what it broke."""
    found = WORK / target / "corpus"
    found.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")  # an odd escape in somebody's string
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_LENGTH[target]}",
        f"-artifact_prefix={WORK / target}/",
        f"-dict={KEPT / target}.dict",
        "-timeout=30",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        ["fuzz", *options, str(found), str(KEPT / target)],
        TARGETS[target],
        custom_mutator=by_structure(lambda data, most: atheris.Mutate(data, most)) if target == "frames" else None,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
