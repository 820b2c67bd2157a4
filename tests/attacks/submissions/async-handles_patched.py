# F24: runs the callbacks of the loop itself.
# found: Handle._run
import asyncio.events

_run = asyncio.events.Handle._run
asyncio.events.Handle._run = lambda self: _run(self)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
