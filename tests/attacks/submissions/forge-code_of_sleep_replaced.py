# F24: changes asyncio.sleep in place, where no name shows it.
# found: __code__ of sleep
import asyncio


async def at_once(delay, result=None):
    return result


asyncio.sleep.__code__ = at_once.__code__  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
