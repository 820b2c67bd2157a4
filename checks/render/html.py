"""The report as a page of its own, and as the fragment of it that the web site embeds.

What to do next stands on top, then the checks, then the student's code with the findings on their lines. Nothing that
anybody wrote is markup here: every text goes through ``checks.render.markup``.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from checks.render import code, comparison, timeline
from checks.render.findings import finding_list, instead, note, where
from checks.render.markup import esc, prose
from checks.render.page import ADVICE, Page
from checks.render.words import ICONS, errors, points, seconds, verdict
from checks.report import CheckResult, Report
from checks.rules import RULES

CSS = Path(__file__).with_name("report.css")
WORDS = {"passed": "Passed", "failed": "Failed", "skipped": "Skipped", "error": "Fault of the assignment"}


def page(report: Report, sources: Mapping[str, str]) -> str:
    title = esc(report.assignment.title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}: {esc(headline(report))}</title>\n<style>\n{css()}</style>\n</head>\n"
        f'<body class="report-page">\n<main>\n<h1 class="report-title">{title}</h1>\n'
        f"{fragment(Page(report, sources))}</main>\n</body>\n</html>\n"
    )


def css() -> str:
    """The style of the fragment and of the page; every class starts with ``report``."""
    return CSS.read_text(encoding="utf-8")


def fragment(page: Page, *, listing: bool = True) -> str:
    """The report below a heading of the first level. Without ``listing`` the code is left out."""
    return f'<article class="report">\n{"".join(sections(page, listing))}</article>\n'


def sections(page: Page, listing: bool) -> Iterator[str]:
    report = page.report
    yield result(report)
    yield next_step(page)
    if report.checks:
        cards = "".join(card(check, page) for check in report.checks)
        yield f'<section>\n<h2>Checks</h2>\n<ol class="report-checks">\n{cards}</ol>\n</section>\n'
    if report.advice:
        yield (
            '<section>\n<h2>Advice</h2>\n<p class="report-quiet">It costs no points.</p>\n'
            f"{finding_list(page, ADVICE, report.advice)}</section>\n"
        )
    if listing:
        yield from source_sections(page)
    yield facts(report)


def headline(report: Report) -> str:
    if report.status != "graded":
        return "not graded"
    return f"{points(report.score)} of {points(report.max_score)} points"


def result(report: Report) -> str:
    if report.status != "graded":
        return f'<header class="report-result"><p class="report-verdict">{verdict(report)}</p></header>\n'
    return (
        '<header class="report-result"><p class="report-score">'
        f"<strong>{points(report.score)}</strong> of {points(report.max_score)} points</p>"
        f'<p class="report-verdict">{verdict(report)}</p>{meter(report)}</header>\n'
    )


def meter(report: Report) -> str:
    """A strip with a piece for each check, as wide as its points; the words beside it say the same.

    SVG, since a page may forbid every style that is written into its markup.
    """
    worth = [check for check in report.checks if check.max_points]
    total = sum(check.max_points for check in worth)
    pieces, begin = [], 0.0
    for check in worth:
        width = 100 * check.max_points / total
        pieces.append(
            f'<rect class="report-is-{check.outcome}" x="{begin:.3f}%" width="{width:.3f}%" height="8"/>'
            + (f'<line x1="{begin:.3f}%" x2="{begin:.3f}%" y2="8"/>' if begin else "")
        )
        begin += width
    return f'<svg class="report-meter" aria-hidden="true" width="100%" height="8">{"".join(pieces)}</svg>'


def next_step(page: Page) -> str:
    report = page.report
    if report.status != "graded":
        return box("report-fault", "What happened", prose(report.fault.message if report.fault else ""))
    first = next(errors(report), None)
    if first:
        rule = RULES.get(first.rule)
        why = f'<p class="report-quiet">{prose(rule.why)}</p>' if rule else ""
        return box(
            "report-next", "What to do next", f"{where(first, page)} {prose(first.message)}", instead(first), why
        )
    failed = next((check for check in report.checks if check.outcome != "passed"), None)
    if failed:
        hint = f"<p>{prose(failed.hint)}</p>" if failed.hint else ""
        return box("report-next", "What to do next", f"<b>{esc(failed.title)}.</b> {prose(failed.summary)}", hint)
    words = "There is some advice below; it costs no points." if report.advice else "Nothing is left to change."
    return box("report-done", "All points", words)


def box(css_class: str, title: str, words: str, *more: str) -> str:
    return f'<section class="report-box {css_class}">\n<h2>{title}</h2>\n<p>{words}</p>\n{"".join(more)}</section>\n'


def card(check: CheckResult, page: Page) -> str:
    hint = (
        f'<p class="report-hint"><b>Hint</b> {prose(check.hint)}</p>\n'
        if check.hint and check.outcome == "failed"
        else ""
    )
    findings = finding_list(page, check.id, check.findings) if check.findings else ""
    picture = timeline.figure(check.timeline, f"timeline-{check.id}") if check.timeline else ""
    return (
        f'<li class="report-check report-is-{check.outcome}" id="check-{esc(check.id)}">\n'
        f'<span class="report-icon" aria-hidden="true">{ICONS[check.outcome]}</span>\n<div>'
        f'<div class="report-head"><h3>{esc(check.title)}</h3>'
        f'<p class="report-points"><b class="report-outcome">{WORDS[check.outcome]}</b> '
        f"{points(check.points)} of {points(check.max_points)}</p></div>\n"
        f"{summary(check, page.report)}{override(check, page)}{findings}"
        f"{comparison.table(check.comparison)}{hint}{picture}</div></li>\n"
    )


def summary(check: CheckResult, report: Report) -> str:
    """Of a skipped check why, with the way to the check that it waits for. What its findings say is not said twice."""
    if any(finding.message == check.summary for finding in check.findings):
        return ""
    needed = next((other for other in report.checks if other.id == check.because), None)
    if check.outcome != "skipped" or needed is None:
        return f"<p>{prose(check.summary)}</p>\n"
    why = f" {prose(check.summary)}" if check.summary else ""
    return f'<p>Not judged until this holds: <a href="#check-{esc(needed.id)}">{esc(needed.title)}</a>.{why}</p>\n'


def override(check: CheckResult, page: Page) -> str:
    given = page.given.get(check.id)
    if given is None:
        return ""
    words = f"<b>{points(given.points)} of {points(check.max_points)} points given by {esc(given.author)}.</b>"
    return f'<p class="report-said">{words} {prose(given.reason)}</p>\n'


def source_sections(page: Page) -> Iterator[str]:
    findings = (*errors(page.report), *page.report.advice)
    for path, source in page.sources.items():
        listing = code.listing(path, source, findings, lambda finding: note(finding, page), page.remarks)
        yield f'<section class="report-source">\n<h2>Your code <small>{esc(path)}</small></h2>\n{listing}\n</section>\n'


def facts(report: Report) -> str:
    found = report.facts
    return (
        f'<footer class="report-facts">Python {esc(found.python)}, Django {esc(found.django)}. '
        f"Times are counted on a virtual clock, {seconds(found.virtual_seconds)} in all, so every run gives the same "
        "figures.</footer>\n"
    )
