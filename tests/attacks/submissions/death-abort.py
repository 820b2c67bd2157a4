# E34: ends by the C library's own alarm.
import os

os.abort()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
