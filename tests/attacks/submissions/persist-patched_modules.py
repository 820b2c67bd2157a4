# P12: changes modules that all submissions inherit from one process.
import builtins
import json
import sys

import django

for module in (json, builtins, sys, django):
    if hasattr(module, "left_behind"):
        print("LEAKED: found in", module)
    module.left_behind = True


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
