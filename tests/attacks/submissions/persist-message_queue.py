# P8: leaves a queue of POSIX messages.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
if libc.mq_open(b"/left-behind", 2) >= 0:
    print("LEAKED: found the queue")
libc.mq_open(b"/left-behind", 0o102, 0o666, None)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
