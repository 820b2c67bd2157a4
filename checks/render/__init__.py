"""A report in the form that its reader wants. A renderer is imported when it is asked for."""

from collections.abc import Mapping
from typing import Literal, get_args

from checks.report import Report

Format = Literal["text", "json", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)


def render(
    report: Report,
    form: Format,
    sources: Mapping[str, str] | None = None,
    *,
    colour: bool = False,
) -> str:
    """The report, ending with a line feed. ``sources``: the student's files by name, shown where the form has room."""
    if form == "json":
        from checks.render import as_json

        return as_json.render(report)
    if form == "html":
        from checks.render import html

        return html.page(report, sources or {})
    from checks.render import text

    return text.render(report, colour=colour)
