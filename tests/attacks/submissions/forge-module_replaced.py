# F28: replaces the module asyncio.
# found: sys.modules['asyncio']
import sys
import types

sys.modules["asyncio"] = types.ModuleType("asyncio")

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
