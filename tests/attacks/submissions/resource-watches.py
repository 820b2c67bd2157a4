# own: watches, timers and polls of the kernel, of which the whole machine has a number.
import ctypes
import select

libc = ctypes.CDLL(None, use_errno=True)
made = 0
for make in (lambda: libc.inotify_init1(0), lambda: libc.eventfd(0, 0), lambda: libc.timerfd_create(1, 0)):
    while make() >= 0:
        made += 1
held = []
try:
    while True:
        held.append(select.epoll())
except OSError:
    pass
if made + len(held) > 1000:
    print("LEAKED: made", made)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
