# O1: more output than anybody reads, on both streams.
import sys

sys.stdout.write("A" * 10_000_000)
sys.stderr.write("B" * 10_000_000)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
