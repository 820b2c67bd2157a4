# R23: an object so deep that the C stack ends.
import sys

sys.setrecursionlimit(10**9)
deep = []
for _ in range(1_000_000):
    deep = [deep]
repr(deep)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
