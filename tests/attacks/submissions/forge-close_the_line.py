# F6: closes the line, so that nobody can say anything bad.
import os

os.close(3)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
