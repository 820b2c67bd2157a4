# own: a frame of JSON so deep that reading it exhausts the stack, and one of a number without end.
import os
import struct

for body in (b'{"a":' * 90_000 + b"1" + b"}" * 90_000, b'{"at":' + b"9" * 900_000 + b"}"):
    os.write(3, struct.pack(">I", len(body)) + body)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
