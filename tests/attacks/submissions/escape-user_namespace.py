# E20: becomes root in a namespace of its own, by each of the calls that make one.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
USER = 0x10000000
for flags in (USER, USER | 0x20000, USER | 0x40000000, 0x20000, 0x20000000, 0x40000000, 0x80):
    child = os.fork()
    if child == 0:
        os._exit(libc.unshare(flags) == 0)
    if os.waitpid(child, 0)[1]:
        print("LEAKED: unshared", hex(flags))
made = libc.syscall(56, USER | 17, 0, 0, 0, 0)
if made == 0:
    os._exit(0)
if made > 0:
    print("LEAKED: cloned into a user namespace")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
