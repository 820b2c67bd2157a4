# F32: takes the frame that a signal handler is given.
# found: signal.signal
import signal

frames = []
signal.signal(signal.SIGALRM, lambda number, frame: frames.append(frame))  # <--
signal.raise_signal(signal.SIGALRM)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
