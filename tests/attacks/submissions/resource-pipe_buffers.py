# own: memory that waits in pipes, which no process has.
import fcntl
import os
import signal

reading, writing = os.pipe()
for _ in range(40):
    if os.fork() == 0:
        held = 0
        try:
            while True:
                _, end = os.pipe()
                os.set_blocking(end, False)
                try:
                    fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, 1 << 20)
                except OSError:
                    pass
                try:
                    while True:
                        held += os.write(end, b"x" * 4096)
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
