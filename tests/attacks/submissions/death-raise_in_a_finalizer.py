# own: raises and exits where nobody can catch it.
import gc
import os
import sys
import weakref


class Last:
    def __del__(self):
        sys.exit(0)


held = Last()
held.itself = held
weakref.finalize(held, os._exit, 0)
sys.unraisablehook = sys.excepthook = lambda *_: os._exit(0)
del held
gc.collect()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
