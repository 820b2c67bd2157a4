"""Markdown that instructors write, as HTML that can do no harm."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from checks.render.code import plain

ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "span": {"class"}}
# What may be wider than a phone can be reached and moved with the keyboard.
FOCUSABLE = {
    "<pre>": '<pre tabindex="0">',
    "<table>": '<div class="table-scroll" tabindex="0"><table>',
    "</table>": "</table></div>",
}


def render(text: str, *, without_title: bool = False) -> SafeString:
    """``without_title`` leaves out the heading that it starts with, for a page that says it already."""
    tokens = PARSER.parse(text)
    if without_title:
        tokens = _without_title(tokens)
    html = nh3.clean(PARSER.renderer.render(tokens, PARSER.options, {}), attributes=ATTRIBUTES)
    for found, wanted in FOCUSABLE.items():
        html = html.replace(found, wanted)
    return mark_safe(html)  # noqa: S308 - nh3 has cleaned it, and text in it is escaped


def _without_title(tokens: list[Token]) -> list[Token]:
    starts_with_one = bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    return tokens[3:] if starts_with_one else tokens


def _highlight(source: str, language: str, _: str) -> str:
    """Python in the colours of the report; an empty answer leaves other languages as they are."""
    if language not in ("py", "python"):
        return ""
    return plain(source)


PARSER = MarkdownIt("commonmark", {"html": False, "highlight": _highlight}).enable("table")
