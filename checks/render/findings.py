"""Findings as HTML, each with what to write instead and the explanation of its rule, which opens where it stands."""

from collections.abc import Iterator

from checks.render import code
from checks.render.markup import esc, prose
from checks.render.page import Page
from checks.render.words import ICONS
from checks.report import Finding, RuleId
from checks.rules import RULES, Rule

FENCE = "```"


def finding_list(page: Page, name: str, findings: tuple[Finding, ...]) -> str:
    """``name`` is the check's id, as in ``Page.explained``."""
    items = "".join(
        f"<li>{where(finding, page)} {prose(finding.message)}{instead(finding)}"
        f"{explained(finding, page, here=page.explained[finding.rule] == (name, index))}</li>\n"
        for index, finding in enumerate(findings)
    )
    return f'<ul class="report-findings">\n{items}</ul>\n'


def where(finding: Finding, page: Page) -> str:
    """The line, as a link to it where the source is on the page."""
    if finding.line is None or finding.path is None:
        return ""
    words = f"Line {finding.line}" if len(page.sources) < 2 else f"{esc(finding.path)}, line {finding.line}"
    if finding.path not in page.sources:
        return f'<b class="report-where">{words}</b>'
    return f'<a class="report-where" href="#{code.anchor(finding.path, finding.line)}">{words}</a>'


def instead(finding: Finding) -> str:
    """What to write: code, or a sentence, which is known by its full stop."""
    if not finding.hint:
        return ""
    if finding.hint.rstrip().endswith("."):
        return f'<p class="report-instead">{prose(finding.hint)}</p>'
    return f'<p class="report-instead"><span>Write</span> <code>{esc(finding.hint)}</code></p>'


def note(finding: Finding, page: Page) -> str:
    icon = ICONS["failed"] if finding.severity == "error" else "i"
    return (
        f'<div class="report-note report-{finding.severity}"><span class="report-icon" aria-hidden="true">{icon}</span>'
        f"<div><p>{prose(finding.message)} {rule_link(finding.rule, page)}</p>{instead(finding)}</div></div>"
    )


def explained(finding: Finding, page: Page, *, here: bool) -> str:
    """The explanation, closed until somebody wants it; a way to it where it stands further up."""
    rule = RULES.get(finding.rule)
    if rule is None or not here:
        return f"<p>{rule_link(finding.rule, page)}</p>"
    url = esc(page.rules_url + finding.help) if page.rules_url is not None else None
    link = f'<p><a href="{url}">This rule on a page of its own</a></p>' if url else ""
    return (
        f'<details class="report-explained"><summary><code>{esc(rule.id)}</code> {esc(rule.title)}</summary>\n'
        f'<div id="{anchor(rule.id)}">{"".join(explanation(rule))}{link}</div></details>'
    )


def rule_link(rule_id: RuleId, page: Page) -> str:
    """To the explanation on this page, which a browser unfolds, or else to a page of its own."""
    url = f"#{anchor(rule_id)}" if rule_id in page.explained else None
    if url is None and page.rules_url is not None:
        url = esc(f"{page.rules_url}rules/{rule_id}/")
    if url is None or rule_id not in RULES:
        return f'<span class="report-rule">{esc(rule_id)}</span>'
    return f'<a class="report-rule" href="{url}">{esc(rule_id)}</a>'


def anchor(rule_id: RuleId) -> str:
    return f"rule-{esc(rule_id)}"


def explanation(rule: Rule) -> Iterator[str]:
    """The catalogue's Markdown, which has paragraphs, headings of the second level and fenced Python."""
    for number, part in enumerate(rule.text.split(FENCE)):
        if number % 2:
            yield f'<pre class="report-example"><code>{code.plain(part.partition(chr(10))[2])}</code></pre>\n'
            continue
        for block in filter(None, map(str.strip, part.split("\n\n"))):
            if block.startswith("## "):
                yield f'<p class="report-explained-head"><b>{esc(block[3:])}</b></p>\n'
            else:
                yield f"<p>{prose(' '.join(block.split()))}</p>\n"
