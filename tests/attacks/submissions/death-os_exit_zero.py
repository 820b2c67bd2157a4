# own: ends as if all were well, before anything was loaded.
import os

os._exit(0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
