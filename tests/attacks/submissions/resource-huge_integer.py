# R20: one operation of the interpreter that takes for ever.
x = 10**10**8
y = x * x


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
