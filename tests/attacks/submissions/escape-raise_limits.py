# E30, E31: raises its own limits again, of each kind, by both calls.
import resource

for name in [name for name in dir(resource) if name.startswith("RLIMIT_")]:
    number = getattr(resource, name)
    for wanted in (resource.RLIM_INFINITY, 2**40):
        hard = resource.getrlimit(number)[1]
        if hard == resource.RLIM_INFINITY:
            continue
        for raise_it in (
            lambda: resource.setrlimit(number, (hard, wanted)),
            lambda: resource.prlimit(0, number, (hard, wanted)),
        ):
            try:
                raise_it()
            except (OSError, ValueError):
                continue
            if resource.getrlimit(number)[1] != hard:
                print("LEAKED: raised", name)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
