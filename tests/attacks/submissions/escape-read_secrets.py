# E1: reads what belongs to root and to other people.
import glob
import os

PLACES = [
    "/etc/shadow",
    "/etc/sudoers",
    "/root/.ssh/*",
    "/root/.*",
    "/home/*/*",
    "/var/lib/docker/*",
    "/var/log/*",
    "/srv/*",
]
PLACES += ["/proc/1/root/etc/shadow", "/proc/self/root/etc/shadow", "/../../etc/shadow"]
os.symlink("/etc/shadow", "/tmp/link")
for path in [found for place in PLACES for found in glob.glob(place)] + ["/tmp/link"]:
    try:
        with open(path, "rb") as file:
            print("LEAKED:", path, file.read(20))
    except OSError:
        continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
