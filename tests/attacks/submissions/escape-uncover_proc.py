# E22: takes away what hides /proc.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for flags in (0, 1, 2, 8):
    if libc.umount2(b"/proc", flags) == 0:
        print("LEAKED: took it away with", flags)
if os.listdir("/proc"):
    print("LEAKED: /proc", os.listdir("/proc")[:10])


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
