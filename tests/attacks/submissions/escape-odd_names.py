# own: processes and threads whose names look like something else to who reads them.
import ctypes
import os
import threading
import signal
import time

libc = ctypes.CDLL(None)
for name in (b"x) R 1 1 1", b"\nRssAnon:\t0 kB\n", b"\xff\x1b[31m", b"bwrap", b""):
    if os.fork() == 0:
        libc.prctl(15, name, 0, 0, 0)
        held = b"x" * (100 << 20)
        while True:
            signal.pause()
threading.Thread(target=time.sleep, args=(100,), name="\x1b[31m" * 1000, daemon=True).start()
libc.prctl(15, b"zygote", 0, 0, 0)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
