# A4, F24: makes time.sleep return at once.
# found: time.sleep
import time

time.sleep = lambda seconds: None

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
