# F33: changes which request it is taken for.
# Its answer is right.
import contextvars
import time

from django.http import HttpResponse


async def slow_view(request):
    for variable in contextvars.copy_context():
        if variable.name == "request":
            variable.set(None)
    time.sleep(2)
    return HttpResponse("Finished waiting!")
