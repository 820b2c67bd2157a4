# R6: strings without end.
held = []
while True:
    held.append(" " * 10_000_000)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
