# A10: finds time.sleep by a name that it builds.
# Its answer is right.
import importlib
import operator

from django.http import HttpResponse


async def slow_view(request):
    operator.methodcaller("sle" + "ep", 2)(importlib.import_module("emit"[::-1]))
    return HttpResponse("Finished waiting!")
