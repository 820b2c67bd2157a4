# F16: answers with headers that go on for ever.
# Its answer is right.
import time

from django.http import HttpResponse


class Endless(HttpResponse):
    def items(self):
        while True:
            yield "x", "y"


async def slow_view(request):

    return Endless("Finished waiting!")
