# fails: concurrency
import asyncio

from django.http import HttpResponse

LOCK = asyncio.Lock()


async def slow_view(request):
    async with LOCK:
        await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
