# E3: plants a module that every Python of the machine would import at its start.
import os
import sys
import sysconfig

PLACES = {*sys.path, *sysconfig.get_paths().values(), sys.prefix, "/usr/lib/python3", "/usr/lib/python3/dist-packages"}
for place in sorted(PLACES):
    if not place.startswith("/tmp"):
        for name in ("sitecustomize.py", "usercustomize.py", "attack.pth"):
            try:
                with open(os.path.join(place, name), "w") as file:
                    file.write("print('here')\n")
            except OSError:
                continue
            print("LEAKED: wrote", place, name)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
