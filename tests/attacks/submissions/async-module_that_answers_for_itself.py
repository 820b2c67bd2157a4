# F27: has the module make its view when it is asked for.
# Its answer is right.
import sys
import types
import time

from django.http import HttpResponse


class Module(types.ModuleType):
    def __getattr__(self, name):
        raise AttributeError(name)


sys.modules[__name__].__class__ = Module


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("Finished waiting!")
