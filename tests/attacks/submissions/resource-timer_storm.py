# own: timers that interrupt every step of it, of each kind.
import signal


def again(*_):
    signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)


for number, kind in (
    (signal.SIGALRM, signal.ITIMER_REAL),
    (signal.SIGVTALRM, signal.ITIMER_VIRTUAL),
    (signal.SIGPROF, signal.ITIMER_PROF),
):
    signal.signal(number, again)
    signal.setitimer(kind, 1e-6, 1e-6)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
