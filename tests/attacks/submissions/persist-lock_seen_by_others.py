# P4, P5: asks whether a lock on a shared file holds between two processes, as it would between two submissions.
import fcntl
import os

for lock in (fcntl.flock, fcntl.lockf):
    ours, theirs = os.open(os.__file__, os.O_RDONLY), os.open(os.__file__, os.O_RDONLY)
    try:
        lock(ours, (fcntl.LOCK_SH if lock is fcntl.lockf else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        continue
    child = os.fork()
    if child == 0:
        try:
            lock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os._exit(9)
        finally:
            os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9:
        print("LEAKED: a lock that others run into", lock)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
