# R15: fills the scratch space with files that are small each.
written = 0
try:
    for number in range(10_000):
        with open(f"{('/tmp', '/dev/shm')[number % 2]}/{number}", "wb") as file:
            written += file.write(bytes(1 << 20))
except OSError:
    pass
if written > 70 << 20:
    print("LEAKED: wrote", written)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
