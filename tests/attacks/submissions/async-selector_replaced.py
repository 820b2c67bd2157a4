# A8: puts a selector of its own into the loop.
# found: loop._selector
import asyncio
import selectors
import time

from django.http import HttpResponse


class Own(selectors.BaseSelector):
    def __init__(self, inner):
        self.inner = inner

    def select(self, timeout=None):
        return self.inner.select(timeout)

    def register(self, *args):
        return self.inner.register(*args)

    def unregister(self, *args):
        return self.inner.unregister(*args)

    def get_map(self):
        return self.inner.get_map()


async def slow_view(request):
    loop = asyncio.get_running_loop()
    loop._selector = Own(loop._selector)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
