# fails: awaiting
import asyncio

from django.http import HttpResponse


async def hello(request):
    asyncio.sleep(0.1)
    return HttpResponse("Hello, async world!")
