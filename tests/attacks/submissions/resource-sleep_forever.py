# R3: waits for ever, on the virtual clock and beside it.
import ctypes
import signal
import threading
import time

threading.Thread(target=ctypes.CDLL(None).sleep, args=(10_000,), daemon=True).start()
while True:
    time.sleep(3600)
    signal.pause()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
