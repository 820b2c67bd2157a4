# own: memory that one process wrote and that others hold, none of which ever took it.
import mmap
import os
import time

for number in range(20):
    area = mmap.mmap(-1, 30 << 20)
    for page in range(0, len(area), mmap.PAGESIZE):
        area[page] = 1
    if os.fork() == 0:
        time.sleep(1000)
    area.close()
print("LEAKED: held", number * 30, "MB")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
