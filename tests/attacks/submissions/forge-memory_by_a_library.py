# F31: finds ctypes where another module has it.
# found: ctypes
import multiprocessing.sharedctypes as shared  # <--

shared.ctypes.memmove(shared.ctypes.create_string_buffer(8), b"12345678", 8)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
