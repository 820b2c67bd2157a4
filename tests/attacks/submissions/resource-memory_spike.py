# own: much memory in many processes, and back again before anybody looks.
import mmap
import os
import time

for _ in range(3):
    children = []
    for _ in range(20):
        child = os.fork()
        if child == 0:
            area = mmap.mmap(-1, 60 << 20)
            for page in range(0, len(area), mmap.PAGESIZE):
                area[page] = 1
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
