# F32: interrupts whatever runs, again and again.
# found: signal.setitimer
import signal

signal.setitimer(signal.ITIMER_VIRTUAL, 10.0)  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
