# R8: processes that are small each and too large together.
import ctypes
import os
import signal

reading, writing = os.pipe()
for _ in range(5):
    if os.fork() == 0:
        held = b"x" * (64 << 20)
        os.write(writing, b".")
        while True:
            signal.pause()
ready = 0
while ready < 4:
    ready += len(os.read(reading, 100))
ctypes.CDLL(None).usleep(300_000)
print("LEAKED: processes that hold", ready * 64, "MB")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
