# F23: patches len, isinstance and max.
# found: builtins.max
import builtins

builtins.max = lambda *numbers, **options: 0

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
