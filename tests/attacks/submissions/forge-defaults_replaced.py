# F24: changes the defaults of a library function.
# found: __kwdefaults__ of dumps
import json

json.dumps.__kwdefaults__ = {"skipkeys": True}  # <--

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
