"""Sources that are too odd or too large for a file, by the name of their attack."""

from collections.abc import Mapping

VIEW = b"""
import time
from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
"""

SOURCES: dict[str, Mapping[str, bytes]] = {}
