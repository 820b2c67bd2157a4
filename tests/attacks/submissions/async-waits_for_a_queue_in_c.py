# A10: waits for a queue that is written in C.
# Its answer is right.
import _queue
import time

from django.http import HttpResponse


async def slow_view(request):
    import asyncio

    try:
        _queue.SimpleQueue().get(timeout=0.4)
    except _queue.Empty:
        await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
