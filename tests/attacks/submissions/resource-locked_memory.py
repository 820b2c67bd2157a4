# R29: memory that may not be swapped out.
import ctypes
import mmap

libc = ctypes.CDLL(None, use_errno=True)
area = mmap.mmap(-1, 32 << 10)
start = ctypes.addressof(ctypes.c_char.from_buffer(area))
if libc.mlock(ctypes.c_void_p(start), ctypes.c_size_t(len(area))) == 0 or libc.mlockall(1) == 0:
    print("LEAKED: locked memory")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
