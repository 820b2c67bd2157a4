# P3: leaves a file wherever anything can be written.
import os

for place in (
    "/run",
    "/run/lock",
    "/var/tmp",
    "/var/lock",
    "/dev",
    "/dev/mqueue",
    "/proc",
    "/etc",
    "/usr",
    "/",
    "/sys",
):
    path = os.path.join(place, "left-behind")
    if os.path.exists(path):
        print("LEAKED: found", path)
    try:
        open(path, "w").close()
    except OSError:
        continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
