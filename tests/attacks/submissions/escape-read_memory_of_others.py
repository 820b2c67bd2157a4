# E14: reads and writes the memory of the reaper without tracing it.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


room = ctypes.create_string_buffer(64)
ours = Vector(ctypes.cast(room, ctypes.c_void_p), 64)
theirs = Vector(id(object), 64)
for call in (libc.process_vm_readv, libc.process_vm_writev):
    if call(1, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) > 0:
        print("LEAKED: the reaper's memory", room.raw[:8])


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
