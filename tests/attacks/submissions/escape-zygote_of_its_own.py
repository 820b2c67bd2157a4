# own: becomes a zygote, which speaks on the line to the judge.
import os
import sys

os.set_inheritable(3, True)
os.environ["PYTHONPATH"] = ":".join(["/grader", *sys.path])
os.execv(sys.executable, ["python", "-m", "worker.sandbox.inside.zygote", "--control", "3"])


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
