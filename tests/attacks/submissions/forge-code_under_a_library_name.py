# F18: compiles code that claims to be asyncio's.
# found: name of another file
import asyncio

source = "import sys\nframe = sys._getframe(1)"
exec(compile(source, asyncio.__file__, "exec"))  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
