"""The page on threats names layers and tests that there are."""

import re
from pathlib import Path

from worker.sandbox import RUNS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:checks|worker|submissions|grader|tests|docs)/[\w/.-]+)`", PAGE)))


def test_what_the_page_names_is_there() -> None:
    assert len(NAMED) > 40
    assert [name for name in NAMED if not (ROOT / name).exists()] == []


def test_every_layer_has_a_test_that_shows_it() -> None:
    begin, end = PAGE.index("| layer |"), PAGE.index("All attacks of the catalogue")
    layers = [line for line in PAGE[begin:end].splitlines()[2:] if line.startswith("|")]
    assert len(layers) > 15
    for line in layers:
        shown = re.findall(r"`(tests/[\w/.]+\.py)`", line.split("|")[4])
        assert shown, line
        assert all("def test_" in (ROOT / path).read_text(encoding="utf-8") for path in shown)


def test_a_zygote_lives_as_long_as_the_page_says() -> None:
    assert f"after {RUNS} runs" in PAGE
