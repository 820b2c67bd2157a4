# E17: stops the processes that watch over it, and goes on for ever.
import os
import signal

for pid in (1, os.getppid()):
    os.kill(pid, signal.SIGSTOP)
while True:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
