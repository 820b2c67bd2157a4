# own: has the kernel answer its own system calls with lies: what it sends has gone nowhere, and well.
import ctypes
import struct

WRITE, SENDTO = 1, 44
CODE = [(0x20, 0, 0, 0), (0x15, 1, 0, WRITE), (0x15, 0, 1, SENDTO), (6, 0, 0, 0x50000), (6, 0, 0, 0x7FFF0000)]
libc = ctypes.CDLL(None, use_errno=True)
program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in CODE))
libc.prctl(22, 2, struct.pack("HxxxxxxQ", len(CODE), ctypes.addressof(program)), 0, 0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
