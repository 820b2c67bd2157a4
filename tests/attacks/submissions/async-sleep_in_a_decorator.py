# A10: blocks in a decorator before the view.
# Its answer is right.
import functools
import time

from django.http import HttpResponse


def patient(view):
    @functools.wraps(view)
    async def wrapper(request):
        time.sleep(2)
        return await view(request)

    return wrapper


@patient
async def slow_view(request):

    return HttpResponse("Finished waiting!")
