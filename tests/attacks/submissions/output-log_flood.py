# O9: logs and warns in a flood, after it took the streams away.
import logging
import os
import sys
import warnings

sys.stdout.close()
sys.stderr = None
os.dup2(1, 2)
warnings.simplefilter("always")
logging.basicConfig(level=0, stream=open(2, "w", closefd=False))
for number in range(100_000):
    logging.warning("%s %s", number, "x" * 100)
    warnings.warn("x" * 100)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
