# R8: processes that are small each and too large together.
import os
import time

reading, writing = os.pipe()
for _ in range(12):
    if os.fork() == 0:
        held = b"x" * (64 << 20)
        os.write(writing, b".")
        while True:
            time.sleep(1000)
ready = 0
while ready < 8:
    ready += len(os.read(reading, 100))
print("LEAKED: processes that hold", ready * 64, "MB")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
