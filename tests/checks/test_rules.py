"""Every rule has a page that a student can act on."""

import ast
import re

import pytest

from checks.report import Finding
from checks.rules import FAMILIES, RULES, Rule, closest, rule


def example(page: Rule, part: str) -> str:
    match = re.search(rf"^## {part}\n\n```python\n(.+?)\n```$", page.text, re.MULTILINE | re.DOTALL)
    assert match, f"{page.id} has no example under {part}"
    return match[1]


@pytest.mark.parametrize("page", RULES.values(), ids=lambda page: page.id)
def test_a_page_has_all_its_parts(page: Rule) -> None:
    parts = [line for line in page.text.splitlines() if line.startswith("## ")]
    assert parts == ["## Why it matters", "## Wrong", "## Right"]
    assert not page.text.startswith("##")
    assert page.title[0].isupper() or page.title.startswith("gather") or page.title.startswith("async")
    assert not page.title.endswith(".")


@pytest.mark.parametrize("page", RULES.values(), ids=lambda page: page.id)
def test_the_examples_are_python_and_differ(page: Rule) -> None:
    wrong, right = example(page, "Wrong"), example(page, "Right")
    ast.parse(right)
    assert wrong != right
    if page.id == "syntax-error":
        with pytest.raises(SyntaxError):
            ast.parse(wrong)
    else:
        ast.parse(wrong)


def test_the_catalogue_is_ordered_by_family() -> None:
    families = [page.family for page in RULES.values()]
    assert families == sorted(families, key=FAMILIES.index)
    assert set(families) == set(FAMILIES)


def test_the_help_of_a_finding_leads_to_its_page() -> None:
    finding = Finding.of("blocking-sleep", "time.sleep(2) holds the event loop.")
    assert finding.help == f"rules/{rule('blocking-sleep').id}"


def test_a_misspelt_rule_is_guessed() -> None:
    assert closest("bloking-sleep") == "blocking-sleep"
    assert closest("zzz") is None
    with pytest.raises(KeyError):
        rule("bloking-sleep")
