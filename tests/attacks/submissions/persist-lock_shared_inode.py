# P4: locks files that all submissions share, so that the next one waits.
import fcntl
import os

for path in (os.__file__, "/usr/bin/env", "/etc/passwd"):
    try:
        descriptor = os.open(path, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("LEAKED: an earlier submission holds", path)
    except OSError:
        continue
if os.fork() == 0:
    while True:
        pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
