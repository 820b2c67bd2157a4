# A10: sleeps in code that it compiles from a string.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    eval("__import__('time').sleep(2)")
    return HttpResponse("Finished waiting!")
