# R9: forks until it fails.
import os

while True:
    os.fork()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
