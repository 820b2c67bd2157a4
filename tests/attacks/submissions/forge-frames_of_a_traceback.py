# F18: raises something to get at a frame.
# found: tb_frame
try:
    raise KeyError
except KeyError as error:
    frame = error.__traceback__.tb_frame  # <--
    outside = frame.f_back

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
