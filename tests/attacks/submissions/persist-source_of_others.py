# P17: looks for the source of another submission.
import os

for place in ("/tmp", "/dev/shm", "/var", "/run", "/home", "/srv"):
    for folder, _, names in os.walk(place):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(".py") and not os.path.samefile(path, __file__):
                print("LEAKED:", path)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
