# fails: response
import asyncio

from django.http import HttpResponse


async def slow_view(request):
    await asyncio.sleep(1)
    return HttpResponse("Finished waiting!")
