# R7: maps memory outside of Python's allocator and writes to it.
import mmap

held = []
while True:
    area = mmap.mmap(-1, 32 << 20)
    for page in range(0, len(area), mmap.PAGESIZE):
        area[page] = 1
    held.append(area)
    if len(held) > 16:
        print("LEAKED: mapped", len(held) * 32, "MB")
        break


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
