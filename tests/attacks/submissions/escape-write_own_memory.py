# E9: reads and writes memory through /proc, where no protection of pages holds.
import os

for who in ("self", "1", str(os.getppid()), "thread-self"):
    for mode in ("rb", "r+b"):
        try:
            open(f"/proc/{who}/mem", mode).close()
        except OSError:
            continue
        print("LEAKED: opened the memory of", who)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
