# F7, F21: reads from the line what the judge orders next.
import os
import threading

from django.http import HttpResponse


async def slow_view(request):
    threading.Thread(target=os.read, args=(3, 65536), daemon=True).start()
    os.write(3, b"\0\0\0\2{}")
    return HttpResponse("nope")
