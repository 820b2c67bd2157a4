# A9, A2: has a thread sleep and waits for it.
# Its answer is right.
import threading
import time

from django.http import HttpResponse


async def slow_view(request):
    thread = threading.Thread(target=time.sleep, args=(2,))
    thread.start()
    thread.join()
    return HttpResponse("Finished waiting!")
