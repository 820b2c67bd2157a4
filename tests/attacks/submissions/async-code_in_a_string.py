# A10: blocks in code that it compiles from a string.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    exec("import time\nend = time.monotonic() + 2\nwhile time.monotonic() < end:\n    pass")
    return HttpResponse("Finished waiting!")
