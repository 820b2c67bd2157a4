# own: very many observations that are each allowed.
import json
import os
import struct

body = json.dumps({"event": "no-answer", "at": 1, "request": 0}).encode()
frame = struct.pack(">I", len(body)) + body


async def slow_view(request):
    while True:
        os.write(3, frame * 1000)
