# own: asks to be traced by its parent, who then hears of stops instead of ends.
import ctypes
import os
import signal


async def slow_view(request):
    ctypes.CDLL(None).ptrace(0, 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGTRAP)
