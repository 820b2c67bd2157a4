# P5: locks parts of files that all submissions share.
import fcntl
import os

for path in (os.__file__, "/usr/bin/env", "/etc/passwd"):
    for mode, kind in ((os.O_RDWR, fcntl.LOCK_EX), (os.O_RDONLY, fcntl.LOCK_SH)):
        try:
            fcntl.lockf(os.open(path, mode), kind | fcntl.LOCK_NB)
        except BlockingIOError:
            print("LEAKED: an earlier submission holds", path)
        except OSError:
            continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
