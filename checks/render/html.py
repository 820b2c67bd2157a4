"""The report as a page of its own, and as the fragment of it that the web site embeds.

What to do next stands on top, then the checks, then the student's code with the findings on their lines. Nothing that
anybody wrote is markup here: every text goes through ``esc`` or ``prose``.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from checks.render import code, timeline
from checks.render.words import ICONS, because, clean, errors, points, seconds, verdict
from checks.report import CheckResult, Finding, Report
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
        f"{fragment(report, sources)}</main>\n</body>\n</html>\n"
    )


def css() -> str:
    """The style of the fragment and of the page; every class starts with ``report``."""
    return CSS.read_text(encoding="utf-8")


def fragment(
    report: Report,
    sources: Mapping[str, str] | None = None,
    *,
    rules_url: str | None = None,
    listing: bool = True,
) -> str:
    """The report below a heading of the first level. ``rules_url`` is what ``rules/…`` is relative to, if anywhere.

    Without ``listing`` the code is left out, for a page that shows it already.
    """
    return f'<article class="report">\n{"".join(sections(report, sources or {}, rules_url, listing))}</article>\n'


def sections(report: Report, sources: Mapping[str, str], rules_url: str | None, listing: bool) -> Iterator[str]:
    yield result(report)
    yield next_step(report, sources)
    if report.checks:
        cards = "".join(card(check, report, sources, rules_url) for check in report.checks)
        yield f'<section>\n<h2>Checks</h2>\n<ol class="report-checks">\n{cards}</ol>\n</section>\n'
    if report.advice:
        yield (
            '<section>\n<h2>Advice</h2>\n<p class="report-quiet">It costs no points.</p>\n'
            f"{finding_list(report.advice, sources, rules_url)}</section>\n"
        )
    if listing:
        yield from source_sections(report, sources)
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


def next_step(report: Report, sources: Mapping[str, str]) -> str:
    if report.status != "graded":
        return box("report-fault", "What happened", prose(report.fault.message if report.fault else ""))
    first = next(errors(report), None)
    if first:
        rule = RULES.get(first.rule)
        why = f'<p class="report-quiet">{prose(rule.why)}</p>' if rule else ""
        return box(
            "report-next", "What to do next", f"{where(first, sources)} {prose(first.message)}", instead(first), why
        )
    failed = next((check for check in report.checks if check.outcome != "passed"), None)
    if failed:
        hint = f"<p>{prose(failed.hint)}</p>" if failed.hint else ""
        return box("report-next", "What to do next", f"<b>{esc(failed.title)}.</b> {prose(failed.summary)}", hint)
    words = "There is some advice below; it costs no points." if report.advice else "Nothing is left to change."
    return box("report-done", "All points", words)


def box(css_class: str, title: str, words: str, *more: str) -> str:
    return f'<section class="report-box {css_class}">\n<h2>{title}</h2>\n<p>{words}</p>\n{"".join(more)}</section>\n'


def card(check: CheckResult, report: Report, sources: Mapping[str, str], rules_url: str | None) -> str:
    summary = because(check, report) if check.outcome == "skipped" else check.summary
    hint = (
        f'<p class="report-hint"><b>Hint</b> {prose(check.hint)}</p>\n'
        if check.hint and check.outcome == "failed"
        else ""
    )
    findings = finding_list(check.findings, sources, rules_url) if check.findings else ""
    picture = timeline.figure(check.timeline, f"timeline-{check.id}") if check.timeline else ""
    return (
        f'<li class="report-check report-is-{check.outcome}" id="check-{esc(check.id)}">\n'
        f'<span class="report-icon" aria-hidden="true">{ICONS[check.outcome]}</span>\n<div>'
        f'<div class="report-head"><h3>{esc(check.title)}</h3>'
        f'<p class="report-points"><b class="report-outcome">{WORDS[check.outcome]}</b> '
        f"{points(check.points)} of {points(check.max_points)}</p></div>\n"
        f"<p>{prose(summary)}</p>\n{findings}{hint}{picture}</div></li>\n"
    )


def finding_list(findings: tuple[Finding, ...], sources: Mapping[str, str], rules_url: str | None) -> str:
    items = "".join(
        f"<li>{where(finding, sources)} {prose(finding.message)} {rule_name(finding, rules_url)}"
        f"{instead(finding)}</li>\n"
        for finding in findings
    )
    return f'<ul class="report-findings">\n{items}</ul>\n'


def where(finding: Finding, sources: Mapping[str, str]) -> str:
    """The line, as a link to it where the source is on the page."""
    if finding.line is None or finding.path is None:
        return ""
    words = f"Line {finding.line}" if len(sources) < 2 else f"{esc(finding.path)}, line {finding.line}"
    if finding.path not in sources:
        return f'<b class="report-where">{words}</b>'
    return f'<a class="report-where" href="#{code.anchor(finding.path, finding.line)}">{words}</a>'


def rule_name(finding: Finding, rules_url: str | None) -> str:
    if rules_url is None:
        return f'<span class="report-rule">{esc(finding.rule)}</span>'
    return f'<a class="report-rule" href="{esc(rules_url)}{esc(finding.help)}">{esc(finding.rule)}</a>'


def instead(finding: Finding) -> str:
    """What to write: code, or a sentence, which is known by its full stop."""
    if not finding.hint:
        return ""
    if finding.hint.rstrip().endswith("."):
        return f'<p class="report-instead">{prose(finding.hint)}</p>'
    return f'<p class="report-instead"><span>Write</span> <code>{esc(finding.hint)}</code></p>'


def source_sections(report: Report, sources: Mapping[str, str]) -> Iterator[str]:
    findings = (*errors(report), *report.advice)
    for path, listing in code.listings(sources, findings, note):
        name = f" <small>{esc(path)}</small>"
        yield f'<section class="report-source">\n<h2>Your code{name}</h2>\n{listing}\n</section>\n'


def note(finding: Finding) -> str:
    icon = ICONS["failed"] if finding.severity == "error" else "i"
    return (
        f'<div class="report-note report-{finding.severity}"><span class="report-icon" aria-hidden="true">{icon}</span>'
        f"<div><p>{prose(finding.message)}</p>{instead(finding)}</div></div>"
    )


def facts(report: Report) -> str:
    found = report.facts
    return (
        f'<footer class="report-facts">Python {esc(found.python)}, Django {esc(found.django)}. '
        f"Times are counted on a virtual clock, {seconds(found.virtual_seconds)} in all, so every run gives the same "
        "figures.</footer>\n"
    )


def esc(text: str) -> str:
    return escape(clean(text))


def prose(text: str) -> str:
    """Escaped text in which `code` between backticks is code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", esc(text)).replace("\n", "<br>")
