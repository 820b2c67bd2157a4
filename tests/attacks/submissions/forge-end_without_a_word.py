# F1, F3: ends the process from a thread with the exit code of success.
import os
import threading

from django.http import HttpResponse


async def slow_view(request):
    threading.Thread(target=os._exit, args=(0,)).start()
    import time

    time.sleep(2)
    return HttpResponse("nope")
