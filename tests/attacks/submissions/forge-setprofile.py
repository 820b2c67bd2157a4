# F29: profiles every call.
# found: sys.setprofile
import sys

sys.setprofile(lambda frame, event, arg: None)  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
