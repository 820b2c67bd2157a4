# R13: one file that grows for ever.
import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open("/tmp/big", "wb", buffering=0) as file:
    try:
        while True:
            file.write(b"x" * 65536)
    except OSError:
        pass
    if os.fstat(file.fileno()).st_size > 65 << 20:
        print("LEAKED: a file of", os.fstat(file.fileno()).st_size)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
