# F18: builds the name of what it calls.
# found: sys._getframe
import sys

frame = getattr(sys, "_get" + "frame")(0)  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
