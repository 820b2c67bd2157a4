# own: answers from two processes at once.
import asyncio
import os

from django.http import HttpResponse


async def slow_view(request):
    os.fork()
    await asyncio.sleep(1)
    return HttpResponse("nope")
