# R3: waits through the C library, where no clock of Python's has a say.
import ctypes

ctypes.CDLL(None).sleep(600)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
