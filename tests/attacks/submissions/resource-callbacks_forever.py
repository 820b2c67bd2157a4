# R26: callbacks that call themselves, so that the loop never looks at anything else.
import asyncio

from django.http import HttpResponse


async def slow_view(request):
    loop = asyncio.get_running_loop()

    def again():
        loop.call_soon(again)
        loop.call_soon(again)

    again()
    await asyncio.sleep(2)
    return HttpResponse("nope")
