# F24: patches the clock for a moment and puts it back before anybody looks.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    before, time.sleep = time.sleep, lambda seconds: None
    time.sleep(2)
    time.sleep = before
    time.sleep(2)
    return HttpResponse("Finished waiting!")
