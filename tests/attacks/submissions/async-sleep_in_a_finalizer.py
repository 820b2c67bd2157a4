# F33, A10: blocks where its objects are thrown away.
# Its answer is right.
import time

from django.http import HttpResponse


class Nap:
    def __del__(self):
        time.sleep(2)


async def slow_view(request):
    Nap()
    return HttpResponse("Finished waiting!")
