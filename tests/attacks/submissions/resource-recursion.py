# R22: a function that calls itself.
def call():
    call()


call()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
