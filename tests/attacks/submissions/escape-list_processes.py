# E8: looks for other processes.
import os

for place in ("/proc", "/proc/self", "/proc/1", "/proc/sys", "/sys/fs/cgroup"):
    try:
        found = os.listdir(place)
    except OSError:
        continue
    if found:
        print("LEAKED:", place, found[:20])


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
