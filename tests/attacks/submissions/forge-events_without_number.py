# F33: makes so many events that no more are told, and blocks then.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    for _ in range(6000):
        time.sleep(0.000000001)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
