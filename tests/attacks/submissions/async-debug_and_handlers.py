# A7: turns debugging on and takes the exception handler.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


async def slow_view(request):
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 1000
    loop.set_exception_handler(lambda *args: None)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
