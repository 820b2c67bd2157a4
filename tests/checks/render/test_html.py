"""The report page: what stands where, and that nothing a student wrote is markup."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from checks.render import html, render
from checks.render.html import css
from checks.render.page import Given, Page, Remark
from checks.report import Compared, Fault, Finding, Report
from tests.checks.render.reports import SLEEP, SOURCE, blocked, check, perfect, report, sleepy, unparsed

SOURCES = {"views.py": SOURCE}
VOID = {"meta", "br"}
NASTY = "<img src=x onerror=alert(1)> &amp; ' \" \x1b[31m </style></script>`<b>`"


class Outline(HTMLParser):
    """Tags in their order; complains of what is not closed, and keeps ids, links and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.attributes |= set(values)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def fragment(report: Report, sources: Mapping[str, str], rules_url: str | None = None) -> str:
    return html.fragment(Page(report, sources, rules_url))


def headings(text: str) -> list[str]:
    return [tag for tag in Outline(text).tags if re.fullmatch("h[1-6]", tag)]


@pytest.mark.parametrize("page", [sleepy(), perfect(), unparsed()], ids=["sleepy", "perfect", "unparsed"])
def test_the_page_is_well_formed_and_its_headings_are_in_order(page: Report) -> None:
    levels = [int(tag[1]) for tag in headings(render(page, "html", SOURCES))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_fragment_leaves_the_first_heading_to_its_page() -> None:
    assert "h1" not in headings(fragment(sleepy(), SOURCES))


def test_every_id_is_unique_and_every_link_leads_somewhere() -> None:
    outline = Outline(render(sleepy(), "html", SOURCES))
    assert len(outline.ids) == len(set(outline.ids))
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


def test_what_to_do_next_stands_before_the_checks_and_the_code() -> None:
    text = fragment(sleepy(), SOURCES)
    order = [text.index(part) for part in ("50</strong> of 100", "What to do next", "<h2>Checks", "<h2>Your code")]
    assert order == sorted(order)
    box = text[order[1] : order[2]]
    assert 'href="#views.py-line-8"' in box
    assert "<code>await asyncio.sleep(2)</code>" in box
    assert "nobody else is served" in box


def test_a_finding_stands_under_its_line_and_its_columns_are_marked() -> None:
    text = fragment(sleepy(), SOURCES)
    line = text[text.index('id="views.py-line-8"') : text.index('id="views.py-line-9"')]
    marked = re.findall(r'<mark class="report-mark">(.*?)</mark>', line)
    assert re.sub("<.*?>", "", "".join(marked)) == "time.sleep(2)"
    assert "holds the event loop for 2.0 s." in line


def test_nothing_that_anybody_wrote_is_markup() -> None:
    finding = Finding.of("view-error", NASTY, path="views.py", line=1, column=1, end_line=1, end_column=9, hint=NASTY)
    compared = Compared(part="json", name=NASTY, expected=NASTY, actual=f"{NASTY}!", holds=False)
    checks = check(
        "response", "failed", title=NASTY, summary=NASTY, hint=NASTY, findings=(finding,), comparison=(compared,)
    )
    text = render(report(checks, advice=(finding,)), "html", {"views.py": f"{NASTY}\n'''{NASTY}'''", NASTY: NASTY})
    outline = Outline(text)
    assert not {"img", "script", "b "} & set(outline.tags)
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert "\x1b" not in text
    assert outline.tags.count("style") == 1


def test_the_source_is_shown_whole_with_a_number_for_each_line() -> None:
    text = fragment(perfect(), {"views.py": SOURCE})
    lines = re.findall(r'<li class="report-line[^"]*" id="views.py-line-(\d+)">', text)
    assert lines == [str(number) for number in range(1, SOURCE.count("\n") + 1)]


def test_a_finding_on_a_line_that_is_not_there_breaks_nothing() -> None:
    finding = Finding.of("view-error", "far below", path="views.py", line=999, column=1, end_line=1000, end_column=1)
    Outline(render(report(check("response", "failed", findings=(finding,))), "html", SOURCES))


def test_a_rule_is_explained_where_its_first_finding_stands_and_has_a_link_to_its_page_where_there_is_one() -> None:
    twice = sleepy().checks[2].model_copy(update={"findings": (SLEEP, SLEEP.model_copy(update={"line": 9}))})
    text = fragment(report(twice), SOURCES, rules_url="/")
    explained = re.findall(r'<details class="report-explained">.*?</details>', text, re.DOTALL)
    assert len(explained) == 1
    assert "nobody else is served" in explained[0]
    assert "Wrong" in explained[0]
    assert "Right" in explained[0]
    assert 'href="/rules/blocking-sleep"' in explained[0]
    assert text.count('href="#rule-blocking-sleep"') == 3  # the second finding, and both notes on their lines
    assert "/rules/" not in fragment(report(twice), SOURCES)


def test_a_skipped_check_leads_to_the_one_that_it_waits_for() -> None:
    assert 'until this holds: <a href="#check-signature">It is an asynchronous view</a>' in fragment(unparsed(), {})


def test_what_was_expected_stands_beside_what_came_and_what_differs_is_marked_and_said() -> None:
    rows = (
        Compared(part="status", expected="200", actual="200", holds=True),
        Compared(part="text", expected="Finished waiting!", actual="Finished <b>waiting</b>!", holds=False),
        Compared(part="json", name="$.n", expected=None, actual="1", holds=False),
    )
    table = fragment(report(check("response", "failed", comparison=rows)), SOURCES)
    assert "<td><code>Finished waiting!</code></td>" in table
    assert "<td><code>Finished <mark>&lt;b&gt;</mark>waiting<mark>&lt;/b&gt;</mark>!</code></td>" in table
    assert table.count("differs</small>") == 2
    assert "JSON <code>$.n</code>" in table


def test_what_people_said_stands_at_its_line_and_at_its_check() -> None:
    page = Page(
        sleepy(),
        SOURCES,
        remarks=(Remark("views.py", 9, "Ada <b>", "Why not\n`<i>`?"), Remark("other.py", 9, "Ada", "elsewhere")),
        given={"concurrency": Given(40, "Ada <b>", "It was <i>close</i>.")},
    )
    text = html.fragment(page)
    line = text[text.index('id="views.py-line-9"') :]
    assert "<b>Ada &lt;b&gt;</b></p><p>Why not<br><code>&lt;i&gt;</code>?" in line
    assert "elsewhere" not in text
    card = text[text.index('id="check-concurrency"') : text.index('id="check-response"')]
    assert "40 of 50 points given by Ada &lt;b&gt;.</b> It was &lt;i&gt;close&lt;/i&gt;." in card


def test_a_picture_of_each_run_has_a_title_and_a_description() -> None:
    text = fragment(sleepy(), SOURCES)
    assert 'role="img" aria-labelledby="timeline-concurrency-title timeline-concurrency-desc"' in text
    assert "The event loop was held for 20.0 s in all, on line 8." in text


def test_a_report_without_a_grade_says_what_happened_and_shows_no_score() -> None:
    fault = Fault(owner="instructor", message="The support module does not import.")
    text = fragment(report(status="instructor_error", fault=fault), SOURCES)
    assert "This is not your mistake" in text
    assert "The support module does not import." in text
    assert "report-score" not in text


def test_a_perfect_report_says_that_nothing_is_left() -> None:
    assert "Nothing is left to change." in fragment(perfect(), SOURCES)


def test_the_style_touches_nothing_outside_of_the_report() -> None:
    plain = re.sub(r"/\*.*?\*/", "", css(), flags=re.DOTALL)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+)\s*{", plain)
    assert selectors
    assert all("report" in part for selector in selectors for part in selector.split(","))


def test_two_hundred_requests_stay_a_page_of_reasonable_size() -> None:
    assert len(render(sleepy(blocked(200)), "html", SOURCES)) < 150_000


def test_what_a_finding_says_is_not_said_twice() -> None:
    text = fragment(report(check("response", "failed", summary=SLEEP.message, findings=(SLEEP,))), {})
    assert text.count("holds the event loop for 2.0 s") == 2  # what to do next, and the finding
