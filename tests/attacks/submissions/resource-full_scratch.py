# own: fills the scratch space before a database and temporary files need it.
import tempfile

held = open("/tmp/all", "wb", buffering=0)
try:
    while True:
        held.write(b"x" * 65536)
except OSError:
    pass
try:
    tempfile.TemporaryFile().write(b"x" * 1_000_000)
except OSError:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
