# N7: raw and packet sockets, which see and forge everybody's packets.
import socket

for family, kind, protocol in (
    (socket.AF_PACKET, socket.SOCK_RAW, 3),
    (socket.AF_PACKET, socket.SOCK_DGRAM, 3),
    (socket.AF_INET, socket.SOCK_RAW, 1),
    (socket.AF_INET, socket.SOCK_RAW, 255),
    (socket.AF_INET6, socket.SOCK_RAW, 58),
):
    try:
        socket.socket(family, kind, protocol).close()
    except OSError:
        continue
    print("LEAKED: a socket of", family, kind)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
