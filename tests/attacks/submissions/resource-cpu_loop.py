# R1: an endless loop at import.
while True:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
