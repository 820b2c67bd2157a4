# A8: puts a queue of its own into the loop.
# found: loop._ready
import asyncio
import collections
import time

from django.http import HttpResponse


class Ready(collections.deque):
    pass


async def slow_view(request):
    loop = asyncio.get_running_loop()
    loop._ready = Ready(loop._ready)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
