# F33: blocks so deep in a recursion that whoever tells of it runs out of stack.
# Its answer is right.
import time

from django.http import HttpResponse


async def slow_view(request):
    def dive():
        try:
            dive()
        except RecursionError:
            time.sleep(0.1)  # at every depth on the way back, until there is room for all that it does

    for _ in range(4):
        dive()
    return HttpResponse("Finished waiting!")
