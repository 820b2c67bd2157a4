# R21: a pattern that backtracks for ever inside of C code.
import re

re.match(r"(a+)+$", "a" * 40 + "b")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
