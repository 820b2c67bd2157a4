# E18, E19: calls the kernel in the convention of 32 bits and in x32, which filters may not know.
import ctypes
import mmap
import os
import platform
import signal

assert platform.machine() == "x86_64"
CODES = {
    "int 0x80": b"\xb8\x14\x00\x00\x00\xcd\x80\xc3",  # getpid
    "x32": b"\xb8\x27\x00\x00\x40\x0f\x05\xc3",
    "sysenter": b"\xb8\x14\x00\x00\x00\x0f\x34\xc3",
}
for name, code in CODES.items():
    child = os.fork()
    if child == 0:
        area = mmap.mmap(-1, 4096, prot=7)
        area.write(code)
        os._exit(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))() > 0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1:
        print("LEAKED: answered", name)
os.kill(os.getpid(), signal.SIGKILL)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
