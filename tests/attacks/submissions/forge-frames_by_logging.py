# F18: uses how the module logging finds its caller.
# found: sys._getframe
import logging

frame = logging.currentframe()  # <--
outside = frame.f_back

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
