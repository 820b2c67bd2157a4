# own: tasks that answer every cancellation with another task.
import asyncio

from django.http import HttpResponse


async def stay():
    while True:
        try:
            await asyncio.sleep(1000)
        except asyncio.CancelledError:
            asyncio.get_running_loop().create_task(stay())


async def slow_view(request):
    for _ in range(10):
        asyncio.get_running_loop().create_task(stay())
    return HttpResponse("nope")
