# P1: leaves a file where the next submission works.
import os

PATHS = [os.path.join(place, "left-behind") for place in ("/tmp", "/dev/shm", "/tmp/site", os.path.expanduser("~"))]
for path in PATHS:
    if os.path.exists(path):
        print("LEAKED: found", path)
for path in PATHS:
    open(path, "w").close()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
