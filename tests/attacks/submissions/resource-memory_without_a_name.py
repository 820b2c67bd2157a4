# R19: memory that is no process's and no file's, as much as there are descriptors and keys.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
held, page = 0, bytes(8 << 20)
for number in range(25):
    descriptor = libc.syscall(319, b"x", 0)  # memfd_create
    if descriptor < 0:
        break
    held += os.write(descriptor, page)
libc.shmat.restype = ctypes.c_void_p
for number in range(20):
    area = libc.shmget(number + 1, 8 << 20, 0o1600)
    if area < 0:
        break
    place = libc.shmat(area, None, 0)
    ctypes.memset(place, 1, 8 << 20)
    libc.shmdt(ctypes.c_void_p(place))
    held += 8 << 20
if held > 150 << 20:
    print("LEAKED: held", held)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
