# fails: concurrency
import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("Finished waiting!")
