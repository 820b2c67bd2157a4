# F18: has the module traceback hand out frames.
# found: tb_frame
import traceback

try:
    raise KeyError
except KeyError as error:
    frames = [frame.f_back for frame, _ in traceback.walk_tb(error.__traceback__)]  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
