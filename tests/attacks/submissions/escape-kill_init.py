# E16: ends the process that watches over all others, and the one above.
import os

for number in (2, 9, 15, 6, 11):
    os.kill(1, number)
os.kill(os.getppid(), 9)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
