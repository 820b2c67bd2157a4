# A10: blocks while its answer is read.
import time

from django.http import HttpResponse

from django.http import StreamingHttpResponse


async def parts():
    time.sleep(2)
    yield "nope"


async def slow_view(request):

    return StreamingHttpResponse(parts())
