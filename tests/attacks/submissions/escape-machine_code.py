# E35: runs machine code of its own, which makes a system call that no library has a say in.
import ctypes
import mmap
import platform

if platform.machine() == "x86_64":
    area = mmap.mmap(-1, 4096, prot=7)
    area.write(b"\xb8\x10\x01\x00\x00\xbf\x00\x00\x00\x10\x0f\x05\xc3")  # unshare(CLONE_NEWUSER)
    code = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(area)))
    if code() == 0:
        print("LEAKED: a user namespace")
else:
    raise NotImplementedError


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
