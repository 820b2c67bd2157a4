# F18: brings code that was compiled elsewhere.
# found: marshal.loads
import marshal
import os

code = compile("0", "<string>", "eval")
marshal.loads(marshal.dumps(code))  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
