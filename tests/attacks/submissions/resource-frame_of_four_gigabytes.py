# own: a frame that says it is as long as a frame can be.
import os

os.write(3, b"\xff\xff\xff\xff" + b"x" * 100_000)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
