# N1: connects to the world outside.
import socket

for host, port in (("1.1.1.1", 443), ("8.8.8.8", 53), ("10.0.0.1", 22), ("192.168.0.1", 80), ("172.17.0.1", 2375)):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as sock:
            sock.settimeout(1)
            if sock.connect_ex((host, port)) == 0:
                print("LEAKED: connected to", host, port)
with socket.socket(socket.AF_INET6) as sock:
    sock.settimeout(1)
    if sock.connect_ex(("2606:4700:4700::1111", 443)) == 0:
        print("LEAKED: connected by IPv6")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
