# F4, F8, F33: acts when the process ends, and when its objects are thrown away.
# Its answer is right.
import atexit
import os
import time

from django.http import HttpResponse


class Last:
    def __del__(self, write=os.write):
        write(3, b"\0\0\0\2{}")


atexit.register(os.write, 3, b"\0\0\0\2{}")


async def slow_view(request):
    last = Last()
    last.itself = last
    time.sleep(2)
    return HttpResponse("Finished waiting!")
