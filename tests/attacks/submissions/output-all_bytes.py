# O4: every byte there is, as output, as header and as answer.
import os
import time

from django.http import HttpResponse

EVERY = bytes(range(256))
os.write(1, EVERY)
os.write(2, EVERY * 50)


async def slow_view(request):
    time.sleep(2)
    return HttpResponse(EVERY, content_type=EVERY.decode("latin-1").replace("\n", "").replace("\r", ""))
