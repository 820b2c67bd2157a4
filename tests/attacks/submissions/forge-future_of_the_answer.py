# F34: ends the request in the place of its answer.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    for task in asyncio.all_tasks():
        waiting = task._fut_waiter
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
