# R10: forks, and goes on where that fails.
import os

while True:
    try:
        os.fork()
    except OSError:
        pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
