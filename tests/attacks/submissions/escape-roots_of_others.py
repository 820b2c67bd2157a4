# E11: climbs out through what other processes hold: their root, their folder, their descriptors.
import os

for who in ("1", "2", "self", str(os.getppid())):
    for name in ("root", "cwd", "exe", "fd", "fd/3", "ns/mnt", "task"):
        path = f"/proc/{who}/{name}"
        try:
            print("LEAKED:", path, os.listdir(path) if os.path.isdir(path) else os.readlink(path))
        except OSError:
            continue
for descriptor in range(4, 1024):
    try:
        kind = os.fstat(descriptor)
    except OSError:
        continue
    if os.path.exists("/dev/fd") or kind.st_mode & 0o170000 == 0o040000:
        print("LEAKED: a descriptor that leads to a folder", descriptor)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
