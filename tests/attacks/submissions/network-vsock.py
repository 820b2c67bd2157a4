# N4: speaks to the host of the virtual machine, which knows no namespace.
import socket

for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
    try:
        socket.socket(40, kind).close()
    except OSError:
        continue
    print("LEAKED: a socket to the host")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
