# A10: waits in the kernel, where no virtual clock is.
# Its answer is right.
import select
import time

from django.http import HttpResponse


async def slow_view(request):
    import asyncio

    select.epoll().poll(0.4)
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
