# A6: keeps a coroutine that nobody awaits, and freezes it.
# Its answer is right.
import asyncio
import gc
import time

from django.http import HttpResponse

kept = []


async def work():
    await asyncio.sleep(2)


async def slow_view(request):
    kept.append(globals()["work"]())
    gc.freeze()
    time.sleep(2)
    return HttpResponse("Finished waiting!")
