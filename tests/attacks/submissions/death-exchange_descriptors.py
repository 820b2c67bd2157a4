# own: puts other things in the place of every descriptor.
import os

zero = os.open("/dev/zero", os.O_RDONLY)
for descriptor in range(20):
    if descriptor != zero:
        os.dup2(zero, descriptor)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
