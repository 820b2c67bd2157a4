# N12: sends open descriptors to the judge, who would have to close them.
import os
import socket

with socket.socket(fileno=os.dup(3)) as sock:
    for _ in range(1000):
        try:
            socket.send_fds(sock, [b"\0"], [0] * 50)
        except OSError:
            break


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
