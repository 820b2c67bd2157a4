# F18: asks the module inspect for the frames.
# found: frames
import inspect

frames = [info.frame.f_locals for info in inspect.stack()]  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
