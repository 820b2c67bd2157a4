# E29: looks for capabilities that were left, and for a way to get new ones.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
libc.capget(header, data)
if any(data):
    print("LEAKED: capabilities", list(data))
bounding = [number for number in range(64) if libc.prctl(23, number, 0, 0, 0) == 1]
if bounding:
    print("LEAKED: a bounding set", bounding)
if libc.prctl(39, 0, 0, 0, 0) != 1:
    print("LEAKED: new privileges are possible")
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
if libc.capset(header, (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)) == 0:
    print("LEAKED: took capabilities")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
