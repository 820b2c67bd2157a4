# E21: mounts what hides or shows, by the old call and the new ones.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
mounts = [(b"x", b"/tmp", b"tmpfs", 0), (b"proc", b"/proc", b"proc", 0), (b"/", b"/dev/shm", None, 4096 | 16384)]
mounts += [(None, b"/", None, 32 | 4096), (None, b"/usr", None, 32 | 4096), (b"/", b"/tmp", None, 8192)]
for source, target, kind, flags in mounts:
    if libc.mount(source, target, kind, ctypes.c_ulong(flags), None) == 0:
        print("LEAKED: mounted", source, target)
for number, arguments in ((428, (-100, b"/", 1)), (430, (b"tmpfs", 0)), (155, (b"/tmp", b"/tmp")), (161, (b"/tmp",))):
    if libc.syscall(number, *arguments) >= 0:
        print("LEAKED: the system call", number)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
