# F28: finds modules before everybody else.
# found: sys.meta_path
import sys


class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None


sys.meta_path.insert(0, Finder)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
