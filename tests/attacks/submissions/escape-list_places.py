# E5: looks around in the places where others keep their things.
import os

KNOWN = {"full", "null", "random", "urandom", "zero", "shm", "fd", "stdin", "stdout", "stderr", "core", "tty", "ptmx"}
KNOWN |= {"pts", "console", "mqueue"}
for place in ("/run", "/var/run", "/home", "/srv", "/mnt", "/media", "/var/spool", "/sys/kernel", "/boot"):
    for folder, _, names in os.walk(place):
        if names:
            print("LEAKED:", folder, names[:10])
strange = set(os.listdir("/dev")) - KNOWN
if strange:
    print("LEAKED: devices", strange)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
