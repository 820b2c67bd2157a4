# F18: follows the attributes of time.sleep to where it lives.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    for name in ("__globals__", "__closure__", "__wrapped__", "__self__", "__func__", "func"):
        for thing in (time.sleep, time.monotonic, time.time):
            inside = getattr(thing, name, None)
            if isinstance(inside, dict):
                inside.clear()
            for cell in inside or () if isinstance(inside, tuple) else ():
                cell.cell_contents = None
    time.sleep(2)
    return HttpResponse("Finished waiting!")
