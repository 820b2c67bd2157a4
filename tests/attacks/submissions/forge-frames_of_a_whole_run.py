# F5: writes the frames of a run that was perfect, and leaves.
# found: a descriptor that is not its own
import json
import os
import struct

from django.http import HttpResponse


def say(**frame):
    body = json.dumps(frame).encode()
    os.write(3, struct.pack(">I", len(body)) + body)  # <--


async def slow_view(request):
    say(
        event="answer",
        at=2 * 10**9,
        request=0,
        real=1,
        status=200,
        headers=[],
        parts=[[0, "Finished waiting!"]],
        state={},
    )
    say(event="end", at=2 * 10**9, children=0, tampered=[], slowness=1.0, trace=None, lives=[])
    os._exit(0)
    return HttpResponse("nope")
