# P13: leaves a process that holds the line to the judge and speaks on it later.
import os
import struct
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        body = b'{"event": "died", "exit_code": 0, "signal": 0}'
        while True:
            time.sleep(0.01)
            os.write(3, struct.pack(">I", len(body)) + body)
    os._exit(0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
