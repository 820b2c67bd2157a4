# E34: reads where nothing is.
import ctypes

ctypes.string_at(0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
