# F19, F33: has a finalizer ask while the guard itself is at work.
# found: gc.get_objects
import gc

found = []


class Late:
    def __init__(self):
        self.itself = self

    def __del__(self):
        found.append(len(gc.get_objects()))


gc.set_threshold(1, 1, 1)
for _ in range(200):
    Late()
    __import__("sys")._getframe().f_code

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
