# own: as many of the smallest frames as the line to the judge takes.
import os
import struct

frame = struct.pack(">I", 2) + b"{}"
while True:
    os.write(3, frame * 1000)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
