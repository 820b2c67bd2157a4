# A10: blocks in the body of a class.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    class Nap:
        time.sleep(2)

    return HttpResponse("Finished waiting!")
