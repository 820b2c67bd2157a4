# A8: hides that a loop is running.
# found: asyncio.get_running_loop
import asyncio

asyncio.get_running_loop = lambda: None

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
