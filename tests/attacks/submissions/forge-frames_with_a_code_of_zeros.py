# F5: writes frames with room for a code, which it cannot know.
# found: a descriptor that is not its own
import json
import os
import struct

from django.http import HttpResponse


def say(**frame):
    body = bytes(16) + json.dumps(frame).encode()
    os.write(3, struct.pack(">I", len(body)) + body)  # <--


async def slow_view(request):
    say(event="end", at=2 * 10**9, children=0, tampered=[], slowness=1.0, trace=None, lives=[])
    return HttpResponse("nope")
