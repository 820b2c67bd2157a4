# F19: asks what stands behind the clock.
# found: gc.get_referents
import gc
import time

parts = gc.get_referents(time.sleep)  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
