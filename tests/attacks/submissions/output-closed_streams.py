# O9: closes all three streams and prints.
import os
import sys

os.closerange(0, 3)
sys.stdin = sys.stdout = sys.stderr = None
print("nobody hears this")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
