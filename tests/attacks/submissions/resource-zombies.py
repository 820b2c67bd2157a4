# R30: processes that end and that nobody waits for.
import ctypes
import os

made = 0
try:
    while made < 200:
        if os.fork() == 0:
            os._exit(0)
        made += 1
except OSError:
    pass
ctypes.CDLL(None).usleep(500_000)
if made >= 200:
    print("LEAKED:", made, "processes that nobody took back")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
