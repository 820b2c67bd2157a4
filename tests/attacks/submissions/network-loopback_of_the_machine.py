# N2: connects to what listens on this machine.
import socket

for port in (22, 80, 2375, 5432, 6379, 8000, 47113):
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "127.1.2.3"):
        with socket.socket() as sock:
            if sock.connect_ex((host, port)) == 0:
                print("LEAKED: connected to", host, port)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
