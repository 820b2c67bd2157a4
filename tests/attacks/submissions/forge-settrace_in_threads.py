# F29: traces threads, and puts that back.
# found: sys.settrace
import threading

seen = []
threading.settrace(lambda frame, event, arg: seen.append(frame))
thread = threading.Thread(target=print)
thread.start()
thread.join()
threading.settrace(None)

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
