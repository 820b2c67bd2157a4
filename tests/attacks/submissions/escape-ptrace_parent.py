# E13: takes over the processes above by tracing them.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for pid in (1, os.getppid()):
    for request in (0x4206, 16):
        if libc.ptrace(request, pid, 0, 0) == 0 and pid == 1:
            print("LEAKED: traces", pid)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
