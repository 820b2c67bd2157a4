# N11: every family of sockets there is.
import socket

ORDINARY = {socket.AF_UNIX, socket.AF_INET, socket.AF_INET6}
for family in sorted(set(range(64)) - ORDINARY):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET, 10):
        for protocol in (0, 1, 15):
            try:
                socket.socket(family, kind, protocol).close()
            except OSError:
                continue
            print("LEAKED: the family", family)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
