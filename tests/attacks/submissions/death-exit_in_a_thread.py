# own: ends as if all were well, from a thread, at some time.
import os
import threading
import time

import django.http


def end():
    time.sleep(0.5)
    os._exit(0)


async def slow_view(request):
    threading.Thread(target=end).start()
    time.sleep(2)
    return django.http.HttpResponse("nope")
