# P8: leaves shared memory, semaphores and queues of System V, which outlive their processes.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for name, get in (
    ("memory", lambda flags: libc.shmget(4711, 4096, flags)),
    ("semaphores", lambda flags: libc.semget(4711, 1, flags)),
    ("a queue", lambda flags: libc.msgget(4711, flags)),
):
    if get(0) >= 0:
        print("LEAKED: found", name)
    get(0o1666)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
