# A6: turns off that coroutines know where they come from.
# Its answer is right.
import asyncio
import sys
import time

from django.http import HttpResponse


async def slow_view(request):
    sys.set_coroutine_origin_tracking_depth(0)
    getattr(asyncio, "sl" + "eep")(2)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
