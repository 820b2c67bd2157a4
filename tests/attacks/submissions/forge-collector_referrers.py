# F19: asks who refers to the clock.
# found: gc.get_referrers
import gc
import time

users = gc.get_referrers(time.sleep)  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
