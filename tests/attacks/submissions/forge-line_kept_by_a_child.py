# F5, F7: lets a child that it forks speak for it.
import json
import os
import struct

from django.http import HttpResponse


async def slow_view(request):
    if os.fork() == 0:
        body = json.dumps({"event": "end", "at": 0, "lives": []}).encode()
        os.write(3, struct.pack(">I", len(body)) + body)
        os._exit(0)
    os.wait()
    return HttpResponse("nope")
