# A6: sets a task factory that forgets its tasks.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    asyncio.get_running_loop().set_task_factory(lambda loop, coroutine, **options: asyncio.Task(coroutine, loop=loop))
    time.sleep(2)
    return HttpResponse("Finished waiting!")
