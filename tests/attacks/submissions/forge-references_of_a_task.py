# F33: lists who holds weak references to its task, and follows them.
# Its answer is right.
import asyncio
import weakref
import time

from django.http import HttpResponse


async def slow_view(request):
    for reference in weakref.getweakrefs(asyncio.current_task()):
        for name in ("__defaults__", "__closure__", "__globals__"):
            for inside in getattr(reference.__callback__, name, None) or ():
                if callable(inside) and hasattr(inside(), "clear"):
                    inside().clear()
    time.sleep(2)
    return HttpResponse("Finished waiting!")
