# R25: more tasks than memory holds.
import asyncio

from django.http import HttpResponse


async def slow_view(request):
    await asyncio.gather(*(asyncio.sleep(1000) for _ in range(10**6)))
    return HttpResponse("nope")
