# P6: asks to be told, and to hold up others, when shared files are used.
import ctypes
import fcntl
import os

libc = ctypes.CDLL(None, use_errno=True)
for path in (os.__file__, "/dev/null", "/etc/passwd", "/usr"):
    try:
        descriptor = os.open(path, os.O_RDONLY)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        print("LEAKED: a lease on", path)
    except OSError:
        pass
    try:
        fcntl.fcntl(os.open(os.path.dirname(path), os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)
    except OSError:
        pass
    watcher = libc.inotify_init()
    if watcher >= 0:
        libc.inotify_add_watch(watcher, path.encode(), 0xFFF)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
