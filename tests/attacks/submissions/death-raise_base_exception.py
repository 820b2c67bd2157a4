# own: an exception that is none of Exception and that nobody can print.
class Gone(BaseException):
    def __str__(self):
        raise MemoryError

    __repr__ = __str__


raise Gone


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
