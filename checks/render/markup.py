"""Text as HTML. Nothing that anybody wrote is markup in a report: every text goes through here."""

import re
from html import escape

from checks.render.words import clean


def esc(text: str) -> str:
    return escape(clean(text))


def prose(text: str) -> str:
    """Escaped text in which `code` between backticks is code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", esc(text)).replace("\n", "<br>")
