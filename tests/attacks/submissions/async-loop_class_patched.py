# F24, A8: replaces a method of the loop's class.
# found: BaseEventLoop.create_task
import asyncio

asyncio.BaseEventLoop.create_task = lambda self, coroutine, **options: asyncio.ensure_future(coroutine)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
