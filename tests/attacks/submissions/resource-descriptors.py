# R12: opens until it fails, then sends descriptors to itself and opens more.
import os
import socket

opened = 0


def use_up():
    global opened
    try:
        while True:
            os.dup(0)
            opened += 1
    except OSError:
        pass


ours, theirs = socket.socketpair()
for _ in range(10):
    use_up()
    try:
        socket.send_fds(ours, [b"x"], range(10, 100))
    except OSError:
        break
    os.closerange(10, 100)
if opened > 2000:
    print("LEAKED:", opened, "descriptors")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
