# A9: blocks where the loop compares its timers, outside of any step.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


class Late(asyncio.TimerHandle):
    def __lt__(self, other):
        time.sleep(2)
        return False


async def slow_view(request):
    loop = asyncio.get_running_loop()
    for _ in range(3):
        import heapq

        heapq.heappush(loop._scheduled, Late(loop.time() + 1, print, (), loop))
    await asyncio.sleep(0.5)
    return HttpResponse("Finished waiting!")
