# R18: shared memory with a name, which is no file on any disk.
from multiprocessing import resource_tracker, shared_memory

resource_tracker.register = lambda *_: None
held = 0
try:
    for _ in range(32):
        area = shared_memory.SharedMemory(create=True, size=16 << 20)
        area.buf[:] = bytes(area.size)
        held += area.size
except (OSError, MemoryError, ValueError):
    pass
if held > 70 << 20:
    print("LEAKED: shared memory of", held)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
