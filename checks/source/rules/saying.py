"""Findings from nodes."""

import ast
from typing import Literal

from checks.report import Family, Finding
from checks.source.facts import SourceFinding, Span
from checks.source.places import Located, SourceFile

LONGEST = 240


def say(
    family: Family | Literal["advice"],
    rule: str,
    message: str,
    source: SourceFile,
    node: Located,
    *,
    hint: str | None = None,
    certain: bool = True,
) -> SourceFinding:
    """A finding on a node; a function or class is shown by its header line alone."""
    span = source.header(node) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else None
    return on_span(family, rule, message, span or source.span(node), hint=hint, certain=certain)


def on_span(
    family: Family | Literal["advice"],
    rule: str,
    message: str,
    span: Span,
    *,
    hint: str | None = None,
    certain: bool = True,
) -> SourceFinding:
    finding = Finding.of(
        rule,
        message[:LONGEST],
        severity="advice" if family == "advice" else "error",
        path=span.path,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        hint=hint[:LONGEST] if hint else None,
    )
    return SourceFinding(family=family, certain=certain, finding=finding)
