# F34: cancels and closes what answers for it.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()
            task.get_coro().close() if not task.get_coro().cr_running else None
    time.sleep(2)
    return HttpResponse("Finished waiting!")
