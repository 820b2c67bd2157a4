# own: memory that one process wrote and that others hold, none of which ever took it.
import mmap
import os
import signal

BLOCK = b"x" * (30 << 20)
for number in range(20):
    area = mmap.mmap(-1, 30 << 20)
    area.write(BLOCK)
    if os.fork() == 0:
        signal.pause()
    area.close()
print("LEAKED: held", number * 30, "MB")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
