# R17: directories in directories, deeper than any path can say.
import os

depth = 0
try:
    while depth < 50_000:
        os.mkdir("d")
        os.chdir("d")
        depth += 1
except OSError:
    pass
if depth > 5000:
    print("LEAKED:", depth, "directories deep")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
