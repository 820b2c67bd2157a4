# own: work at the end of the interpreter that never ends, and threads that hold it up.
import atexit
import threading
import time


def stay():
    while True:
        time.sleep(1)


atexit.register(stay)
threading._register_atexit(stay)
threading.Thread(target=stay, daemon=False).start()
raise SystemExit


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
