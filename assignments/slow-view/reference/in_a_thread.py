import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    await asyncio.to_thread(time.sleep, 2)
    return HttpResponse("Finished waiting!")
