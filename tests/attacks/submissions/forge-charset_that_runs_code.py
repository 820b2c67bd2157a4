# F16: has its answer run code while it is read.
# Its answer is right.
import time

from django.http import HttpResponse


class Busy(HttpResponse):
    @property
    def content(self):
        time.sleep(2)
        return b"nope"

    @content.setter
    def content(self, value):
        self._container = [b"nope"]


async def slow_view(request):

    return Busy("Finished waiting!")
