# F33: puts a patch back when its answer is closed.
# found: json.dumps
import json

from django.http import HttpResponse

_dumps = json.dumps


class Closing(HttpResponse):
    def close(self):
        json.dumps = _dumps
        super().close()


async def slow_view(request):
    import time

    json.dumps = lambda thing, **options: _dumps(thing, **options)
    time.sleep(2)
    return Closing("Finished waiting!")
