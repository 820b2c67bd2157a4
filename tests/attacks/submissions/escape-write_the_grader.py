# E2: writes into the grader's own code and into every library.
import os
import sys

FILES = {getattr(module, "__file__", None) for module in list(sys.modules.values())} - {None, __file__}
for path in sorted(FILES):
    for mode in ("ab", "wb", "r+b"):
        try:
            open(path, mode).close()
        except OSError:
            continue
        print("LEAKED: could write", path)
    try:
        os.chmod(path, 0o777)
        os.rename(path, path + ".old")
        print("LEAKED: could move", path)
    except OSError:
        continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
