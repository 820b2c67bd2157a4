# E36: hands the kernel and Python paths that are none.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
PATHS = [
    None,
    b"",
    b"x" * 5000,
    b"/" * 4000,
    b"\xff\xfe",
    b"%s%n%s",
    b"/proc/self/../..",
    b"/tmp/" + b"../" * 1000 + b"etc/shadow",
]
for path in PATHS:
    for call in (libc.open, libc.unlink, libc.chdir, libc.readlink, libc.access, libc.mkdir):
        call(path, 0, 0)
os.makedirs("/tmp/\udcff\n\x1b[31m", exist_ok=True)
os.chdir("/tmp/\udcff\n\x1b[31m")
descriptor = libc.open(b"/tmp/" + b"../" * 1000 + b"etc/shadow", 0)
if descriptor >= 0:
    print("LEAKED: shadow", os.read(descriptor, 20))


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
