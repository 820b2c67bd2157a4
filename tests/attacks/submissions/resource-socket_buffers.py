# own: memory that waits in sockets, which no process has.
import os
import socket
import signal

BLOCK = b"x" * 200_000
reading, writing = os.pipe()
for _ in range(40):
    if os.fork() == 0:
        held, pairs = 0, []
        try:
            while True:
                pairs.append(socket.socketpair())
                for sock in pairs[-1]:
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
                    sock.setblocking(False)
                    try:
                        while True:
                            held += sock.send(BLOCK)
                    except BlockingIOError:
                        pass
        except OSError:
            pass
        os.write(writing, f"{held}\n".encode())
        signal.pause()
os.close(writing)
held = 0
for line in os.fdopen(reading):
    held += int(line)
    if held > 300 << 20:
        print("LEAKED: held", held)
        break


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
