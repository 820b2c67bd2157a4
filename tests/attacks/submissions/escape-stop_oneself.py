# own: stops itself, so that it neither ends nor computes.
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
