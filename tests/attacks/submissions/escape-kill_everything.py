# E15: ends every process that it may.
import os

os.kill(-1, 9)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
