# R2: many processes that compute, each below its own limit of processor time.
import os

for _ in range(8):
    if os.fork() == 0:
        while True:
            pass
while True:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
