# F24: makes every semaphore open.
# found: Semaphore.acquire
import asyncio


async def acquire(self):
    return True


asyncio.Semaphore.acquire = acquire

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
