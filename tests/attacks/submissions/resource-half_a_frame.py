# own: begins a frame and never ends it.
import os
import signal
import struct

os.write(3, struct.pack(">I", 1000) + b'{"event": ')
while True:
    signal.pause()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
