# fails: concurrency
import time

from django.http import HttpResponse


async def hello(request):
    time.sleep(0.1)
    return HttpResponse("Hello, async world!")
