"""Every rule has a page that a student can act on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import checks
from checks.report import Finding
from checks.rules import FAMILIES, RULES, Rule, closest, rule

CHECKS = Path(checks.__file__).parent
WORDS = re.compile(r"[a-z]+(-[a-z]+)*")
# Where a call names a rule: of these functions, the argument at this place.
NAMING = {"of": 0, "finding": 0, "say": 1, "on_span": 1, "judge": 2, "blocks": 3, "row": 3, "Meaning": 1}
NO_RULES = {"busy-wait"}  # a kind of hold


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
    if page.id in ("syntax-error", "too-complex"):
        with pytest.raises(SyntaxError):
            ast.parse(wrong)
    else:
        ast.parse(wrong)


def code() -> Iterator[ast.AST]:
    """Every node of the code that finds things."""
    for path in [CHECKS / "judge.py", *(CHECKS / "library").glob("*.py"), *(CHECKS / "source").rglob("*.py")]:
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def words_in(node: ast.AST) -> set[str]:
    found = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return {text for text in found if WORDS.fullmatch(text)}


def rules_of_the_code() -> set[str]:
    """What is given to a function that makes a finding, and each word with a hyphen: nothing else is written so."""
    found: set[str] = set()
    for node in code():
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = NAMING.get(name, len(node.args))
            found.update(*(words_in(argument) for argument in node.args[place : place + 1]))
        elif isinstance(node, ast.Constant):
            found.update(word for word in words_in(node) if "-" in word)
    return found - NO_RULES


def test_every_rule_of_the_code_has_a_page() -> None:
    assert rules_of_the_code() - set(RULES) == set()


def test_every_page_is_about_a_rule_that_the_code_knows() -> None:
    assert set(RULES) - rules_of_the_code() == set()


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


@pytest.mark.parametrize("page", RULES.values(), ids=lambda page: page.id)
def test_a_page_has_no_markup_but_what_a_report_can_show_in_place(page: Rule) -> None:
    for text in page.text.split("```")[::2]:
        assert not re.search(r"\*\*|\]\(|^(?:#|##.*#|>|[-*+] |\d+\.)(?!# )", text, re.MULTILINE)
