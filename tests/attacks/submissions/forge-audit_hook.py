# F30: listens to what is audited.
# found: sys.addaudithook
import sys

events = []
sys.addaudithook(lambda event, args: events.append(args))  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
