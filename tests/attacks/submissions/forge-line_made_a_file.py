# F7: puts a file in the place of the line.
import os

os.dup2(os.open("/tmp/line", os.O_CREAT | os.O_RDWR), 3)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
