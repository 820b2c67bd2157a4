# E24, P7: leaves keys in the kernel, which belong to a user and not to a process.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
RINGS = {"thread": -1, "process": -2, "session": -3, "user": -4, "user session": -5}
for name, ring in RINGS.items():
    if libc.syscall(250, 10, ring, b"user", b"left-behind", 0) > 0:
        print("LEAKED: found a key of the", name)
    if libc.syscall(248, b"user", b"left-behind", b"x", 1, ring) > 0:
        print("LEAKED: a key for the", name)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
