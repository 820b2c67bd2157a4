# F24, A4: loads a second module time, whose clock is real.
# found: second copy
import importlib.machinery
import _imp

spec = importlib.machinery.ModuleSpec("time", importlib.machinery.BuiltinImporter)
real = _imp.create_builtin(spec)  # <--
_imp.exec_builtin(real)
real.sleep(0.1)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
