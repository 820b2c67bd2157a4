# F24, F28: forgets the module time and imports it anew.
# found: second copy
import sys

del sys.modules["time"]
try:
    import time as real  # <--
except ImportError:
    pass

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
