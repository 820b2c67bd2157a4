# fails: awaiting, response
import asyncio

from django.http import HttpResponse


async def slow_view(request):
    asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
