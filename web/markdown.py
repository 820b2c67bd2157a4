"""Markdown that instructors write, as HTML that can do no harm."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text: str, *, without_title: bool = False) -> SafeString:
    """``without_title`` leaves out the heading that it starts with, for a page that says it already."""
    tokens = PARSER.parse(text)
    if without_title:
        tokens = _without_title(tokens)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return mark_safe(nh3.clean(html, link_rel="noopener noreferrer"))  # noqa: S308 - nh3 has cleaned it


def _without_title(tokens: list[Token]) -> list[Token]:
    starts_with_one = bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    return tokens[3:] if starts_with_one else tokens
