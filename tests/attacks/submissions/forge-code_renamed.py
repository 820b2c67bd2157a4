# F18: moves its code to a file of the library.
# found: name of another file
import os
import sys


def look():
    return sys._getframe(1)


look.__code__ = look.__code__.replace(co_filename=os.__file__)  # <--
frame = look()

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
