# F31: loads the extension beneath ctypes under another name.
# found: ctypes
import importlib.machinery
import importlib.util
import sys
import sysconfig

path = f"{sysconfig.get_path('platstdlib')}/lib-dynload/_ctypes.cpython-{sys.version_info[0]}{sys.version_info[1]}-x86_64-linux-gnu.so"
loader = importlib.machinery.ExtensionFileLoader("_ctypes", path)
try:
    module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("_ctypes", path, loader=loader))
except ImportError:
    import _ctypes

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
