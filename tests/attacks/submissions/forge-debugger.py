# F29: derives from the debugger, which traces for it.
# found: sys.settrace
import bdb


class Spy(bdb.Bdb):
    def user_line(self, frame):
        frame.f_locals.clear()


Spy().set_trace()  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
