# E4: replaces compiled modules beside their source.
import importlib.util
import os
import sys

for module in list(sys.modules.values()):
    source = getattr(module, "__file__", None)
    if source and source.endswith(".py") and not source.startswith("/tmp"):
        target = importlib.util.cache_from_source(source)
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(b"")
        except OSError:
            continue
        print("LEAKED: wrote", target)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
