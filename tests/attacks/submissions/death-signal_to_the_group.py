# own: ends its whole session at once.
import os
import signal

os.killpg(0, signal.SIGKILL)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
