# O5: commands for the terminal of the reader, as the answer.
import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("\x1b[2J\x1b]0;owned\x07\r100 of 100 points\x9b31m")
