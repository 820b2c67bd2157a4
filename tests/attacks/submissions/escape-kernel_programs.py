# E25: programs and traps in the kernel.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "bpf": (321, 0, ctypes.create_string_buffer(b"\x01\0\0\0\x04\0\0\0\x04\0\0\0\x01", 120), 120),
    "bpf program": (321, 5, ctypes.create_string_buffer(b"\x01\0\0\0\x02\0\0\0", 120), 120),
    "perf": (298, ctypes.create_string_buffer(b"\x01\0\0\0\x70\0\0\0", 128), 0, -1, -1, 0),
    "userfaultfd": (323, 1),
    "kcmp": (312, 1, 1, 0, 0, 0),
    "handle": (304, 3, ctypes.create_string_buffer(128), 0),
    "fanotify": (300, 0, 0),
    "iopl": (172, 3),
    "modify_ldt": (154, 1, ctypes.create_string_buffer(16), 16),
}
for name, call in CALLS.items():
    if libc.syscall(*call) >= 0:
        print("LEAKED:", name)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
