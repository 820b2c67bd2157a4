# P2: leaves a process behind, in a session of its own, that waits for the next submission.
import os
import socket
import signal

with socket.socket(socket.AF_UNIX) as sock:
    if sock.connect_ex("\0left-behind") == 0:
        print("LEAKED: the daemon lives")
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        os.closerange(0, 100)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("\0left-behind")
            listener.listen()
            signal.pause()
    os._exit(0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
