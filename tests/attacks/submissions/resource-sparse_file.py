# R16: files that say they are larger than the disk.
import os

descriptor = os.open("/tmp/sparse", os.O_RDWR | os.O_CREAT)
for grow in (
    lambda size: os.ftruncate(descriptor, size),
    lambda size: os.posix_fallocate(descriptor, 0, size),
    lambda size: os.pwrite(descriptor, b"x", size),
):
    try:
        grow(1 << 42)
    except OSError:
        continue
if os.fstat(descriptor).st_size > 1 << 30:
    print("LEAKED: a file of", os.fstat(descriptor).st_size)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
