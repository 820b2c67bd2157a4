# fails: concurrency
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(0.5)
    await asyncio.sleep(1.5)
    return HttpResponse("Finished waiting!")
