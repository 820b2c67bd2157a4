"""Small submissions, whose comments say what must be found on their line: ``# !rule`` surely, ``# ?rule`` perhaps."""

import re
from collections.abc import Mapping, Sequence

from checks.source import read
from checks.source.facts import SourceFacts, SourceFinding

SERVICES = """
import asyncio


async def fetch_user(pk=1):
    await asyncio.sleep(1)
    return {"name": "Ada", "pk": pk}


async def fetch_orders():
    await asyncio.sleep(1)
    return [1, 2, 3]


async def ticks():
    for number in range(3):
        await asyncio.sleep(1)
        yield number


def greet(name):
    return f"Hello {name}"


class Client:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await asyncio.sleep(0)

    async def get(self, url):
        await asyncio.sleep(1)
        return object()
"""
MODELS = """
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
"""
SUPPORT = {"services.py": SERVICES, "shop/__init__.py": "", "shop/models.py": MODELS}
HEADER = """import asyncio, json, time, functools, inspect, contextlib, threading
import httpx, requests
from asgiref.sync import sync_to_async, async_to_sync
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.views import View
import services
from services import fetch_user, fetch_orders, ticks
from shop.models import Book
"""
MARK = re.compile(r"([!?])([a-z]+-[a-z-]+)")


def facts_of(
    text: str, *views: str, parameters: Mapping[str, Sequence[str]] | None = None, header: str = HEADER
) -> SourceFacts:
    return read({"views.py": header + text}, SUPPORT, views or ("view",), parameters)


def marks_of(text: str, sign: str, header: str = HEADER) -> set[tuple[int, str]]:
    lines = enumerate((header + text).split("\n"), 1)
    return {
        (line, rule)
        for line, content in lines
        for mark, rule in MARK.findall(content.partition("  # ")[2])
        if mark == sign
    }


def places(found: Sequence[SourceFinding], *, certain: bool) -> set[tuple[int, str]]:
    return {(f.finding.line or 0, f.finding.rule) for f in found if f.certain is certain and f.family != "advice"}


def check(text: str, *views: str, parameters: Mapping[str, Sequence[str]] | None = None) -> None:
    """The certain findings are those that are marked, each on its line, and no other."""
    found = facts_of(text, *views, parameters=parameters)
    assert found.syntax_error is None
    assert places(found.findings, certain=True) == marks_of(text, "!"), found.findings
    assert marks_of(text, "?") <= places(found.findings, certain=False), found.findings


def rules_of(found: SourceFacts, family: str) -> set[str]:
    return {f.finding.rule for f in found.findings if f.family == family}
