# F10: patches what writes to descriptors.
# found: os.write
import os

os.write = lambda descriptor, data: len(data)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
