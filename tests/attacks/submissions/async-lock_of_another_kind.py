# A9: waits for a lock that was made beneath the module threading.
# Its answer is right.
import _thread
import time

from django.http import HttpResponse


async def slow_view(request):
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire(True, 2)
    return HttpResponse("Finished waiting!")
