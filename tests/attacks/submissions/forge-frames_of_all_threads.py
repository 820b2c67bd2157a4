# F18: takes the frames of all threads.
# found: all threads
import sys

frames = list(sys._current_frames().values())  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
