# R14: empty files, links and directories without end.
import os

made = 0
try:
    for made in range(1_000_000):
        os.mkdir(f"/tmp/d{made}")
        os.symlink("x", f"/tmp/d{made}/l")
        os.mknod(f"/dev/shm/f{made}")
except OSError:
    pass
if made > 5000:
    print("LEAKED:", made, "files")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
