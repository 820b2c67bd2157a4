# A3: is a generator that is taken for a coroutine.
# Its answer is right.
import types
import time

from django.http import HttpResponse


@types.coroutine
def pause():
    time.sleep(2)
    yield


async def slow_view(request):
    await pause()
    return HttpResponse("Finished waiting!")
