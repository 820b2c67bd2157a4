# O2: output that never ends.
import os

while True:
    os.write(1, b"A" * 65536)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
