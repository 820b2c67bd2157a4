# own: a module that imports itself anew without end.
import importlib
import sys

sys.modules.pop("views", None)
importlib.import_module("views")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
