# A4, F24: makes time stand still.
# found: time.monotonic
import time

time.monotonic = lambda: 0.0

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
