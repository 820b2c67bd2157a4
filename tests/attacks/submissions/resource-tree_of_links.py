# own: links to links to links, in circles, which whoever cleans up would follow.
import os

for depth in range(200):
    os.mkdir("d")
    os.symlink("..", "d/up")
    os.symlink("/", "d/root")
    os.symlink("/tmp/" + "d/" * depth, "d/top")
    os.symlink("itself", "d/itself")
    os.chdir("d")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
