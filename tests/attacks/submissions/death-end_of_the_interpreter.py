# own: has the interpreter end itself while others still use it.
import ctypes

ctypes.pythonapi.Py_FinalizeEx()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
