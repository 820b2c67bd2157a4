# A10: blocks in a callback that belongs to no request.
# Its answer is right.
import asyncio
import contextvars
import time

from django.http import HttpResponse


async def slow_view(request):
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def nap():
        time.sleep(2)
        done.set_result(None)

    contextvars.Context().run(loop.call_soon, nap)
    await done
    return HttpResponse("Finished waiting!")
