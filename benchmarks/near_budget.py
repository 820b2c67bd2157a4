"""Ten views that compute in one step for about half, or about twice, of what a step may: each kind on both sides."""

from checks.assignment import Assignment, parse

VIEW = """
import hashlib
import json
import re

from django.http import JsonResponse


async def compute(request):
    n = {size}
    result = {work}
    return JsonResponse({{"result": str(result)[:8]}})
"""

ASSIGNMENT = """
title = "Compute"

[[routes]]
path = "compute/"
view = "compute"
"""

# The sizes that make each piece of work about 0.5 and about 2.2 of the budget on the reference machine.
WORK = {
    "loop": ("sum(i * i % 7 for i in range(n))", 85_000, 470_000),
    "hash": ('hashlib.sha256(b"x" * n).hexdigest()', 4_000_000, 21_000_000),
    "json": ("len(json.dumps([{'id': i, 'name': str(i)} for i in range(n)]))", 4_600, 26_000),
    "sort": ("sorted((i * 7919 % 10007 for i in range(n)), reverse=True)[0]", 29_000, 135_000),
    "regex": ('len(re.findall(r"(a+)(b|c)", "aaab" * n))', 15_000, 96_000),
}


def assignment() -> Assignment:
    return parse({"assignment.toml": ASSIGNMENT.encode()}, id="compute")


def programs() -> dict[str, str]:
    """Their sources by name."""
    under = {f"{kind}, under": VIEW.format(work=work, size=size) for kind, (work, size, _) in WORK.items()}
    over = {f"{kind}, over": VIEW.format(work=work, size=size) for kind, (work, _, size) in WORK.items()}
    return under | over
