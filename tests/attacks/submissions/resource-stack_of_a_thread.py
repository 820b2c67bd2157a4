# own: overflows the stack of a thread, which has less than others.
import sys
import threading

sys.setrecursionlimit(10**9)
threading.stack_size(32768)


def call(depth=0):
    return call(depth + 1) + max(map(call, [depth]))


thread = threading.Thread(target=call)
thread.start()
thread.join()


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
