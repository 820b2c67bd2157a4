# A8: runs a loop of its own in the middle of a step.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    running = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(asyncio.sleep(2))
        loop.close()
    finally:
        asyncio._set_running_loop(running)
    return HttpResponse("Finished waiting!")
