# F25: replaces the class of all answers.
# found: django.http.HttpResponse
import django.http


class Better(django.http.HttpResponse):
    pass


django.http.HttpResponse = Better

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
