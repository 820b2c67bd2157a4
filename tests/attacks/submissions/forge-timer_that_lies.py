# F16, F17: sets a timer whose instant is always later than now.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


class Never(float):
    def __add__(self, other):
        return Never(2.0)

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __add__


async def slow_view(request):
    asyncio.get_running_loop().call_later(Never(2.0), print)
    await asyncio.sleep(0)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
