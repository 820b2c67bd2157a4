# R4: catches the signal that ends a limit of processor time, in as many processes as it gets.
import os
import signal

signal.signal(signal.SIGXCPU, signal.SIG_IGN)
for _ in range(3):
    os.fork()
while True:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
