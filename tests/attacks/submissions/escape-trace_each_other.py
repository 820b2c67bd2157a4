# own: two processes that trace each other, so that neither can be ended by the other's end.
import ctypes
import os
import time

libc = ctypes.CDLL(None)
child = os.fork()
if child == 0:
    libc.ptrace(0, 0, 0, 0)
    while True:
        pass
libc.ptrace(0x4206, child, 0, 0x100000)
while True:
    time.sleep(1)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
