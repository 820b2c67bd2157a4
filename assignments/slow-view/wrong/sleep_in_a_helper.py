# fails: concurrency
from time import sleep as nap

from django.http import HttpResponse


def take_a_break():
    nap(2)


async def slow_view(request):
    take_a_break()
    return HttpResponse("Finished waiting!")
