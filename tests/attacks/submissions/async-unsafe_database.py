# A11: allows itself the database on the loop.
# Its answer is right.
import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("Finished waiting!")
