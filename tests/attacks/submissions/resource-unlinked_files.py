# own: files without a name, which are nowhere but in memory.
import os

held = 0
try:
    for number in range(100):
        descriptor = os.open("/dev/shm/x", os.O_CREAT | os.O_RDWR)
        os.unlink("/dev/shm/x")
        held += os.write(descriptor, bytes(8 << 20))
except OSError:
    pass
if held > 70 << 20:
    print("LEAKED: held", held)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
