# P9: leaves another name for the machine.
import ctypes
import socket

libc = ctypes.CDLL(None, use_errno=True)
if socket.gethostname() == "mine":
    print("LEAKED: the name is still there")
if libc.sethostname(b"mine", 4) == 0 or libc.setdomainname(b"mine", 4) == 0:
    print("LEAKED: renamed the machine")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
