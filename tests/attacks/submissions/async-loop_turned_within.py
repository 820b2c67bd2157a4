# A8: turns the running loop itself until its time is over.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    end = loop.time() + 2
    asyncio._leave_task(loop, task)
    try:
        while loop.time() < end:
            loop.call_later(0.5, print)
            loop._run_once()
    finally:
        asyncio._enter_task(loop, task)
    return HttpResponse("Finished waiting!")
