# own: asks for more of the processor than others have.
import os

GREEDY = {
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) - 1),
    "nice": lambda: os.nice(-10),
    "real time": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
    "round robin": lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1)),
    "others": lambda: os.setpriority(os.PRIO_USER, 0, os.getpriority(os.PRIO_USER, 0) - 1),
}
for name, ask in GREEDY.items():
    try:
        ask()
    except OSError:
        continue
    print("LEAKED:", name)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
