# A8: gives the loop itself a method of its own.
# found: loop.time
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    loop = asyncio.get_running_loop()
    loop.time = lambda: 0.0
    time.sleep(2)
    return HttpResponse("Finished waiting!")
