# F30, F31: writes memory.
# found: ctypes
import ctypes  # <--

target = ctypes.create_string_buffer(8)
ctypes.memmove(target, b"12345678", 8)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
