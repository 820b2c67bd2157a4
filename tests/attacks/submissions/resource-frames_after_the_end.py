# own: speaks to the judge after its run has ended, from a process that the run has left.
import json
import os
import struct
import time

from django.http import HttpResponse


async def slow_view(request):
    if os.fork() == 0:
        body = json.dumps({"event": "no-answer", "at": 1, "request": 0}).encode()
        while True:
            time.sleep(0)
            os.write(3, struct.pack(">I", len(body)) + body)
    time.sleep(2)
    return HttpResponse("nope")
