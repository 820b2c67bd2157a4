# F18: has a function of the library call what gives frames.
# found: sys._getframe
import sys
import weakref

frame = weakref.finalize(sys, sys._getframe, 2)()  # <--
outside = frame.f_back

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
