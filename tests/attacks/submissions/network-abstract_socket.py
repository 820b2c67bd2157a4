# N6: connects to sockets that have no place in any file system.
import socket

for name in ("\0async-view-grader-witness", "\0/tmp/.X11-unix/X0", "\0/containerd-shim", "\0dbus"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with socket.socket(socket.AF_UNIX, kind) as sock:
            if sock.connect_ex(name) == 0:
                print("LEAKED: connected to", repr(name))


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
