# fails: signature
import time

from django.http import HttpResponse


def slow_view(request):
    time.sleep(2)
    return HttpResponse("Finished waiting!")
