# A8: gives the loop another class.
# found: __class__ of
import asyncio
import time

from django.http import HttpResponse


class Own(asyncio.SelectorEventLoop):
    def time(self):
        return 0.0


async def slow_view(request):
    asyncio.get_running_loop().__class__ = Own  # <--
    time.sleep(2)
    return HttpResponse("Finished waiting!")
