# F25: adds a middleware to the settings that answers first.
# found: settings.MIDDLEWARE
from django.conf import settings

settings.MIDDLEWARE = [*settings.MIDDLEWARE, "views.answer_first"]


def answer_first(get_response):
    async def middleware(request):
        import asyncio

        from django.http import HttpResponse

        await asyncio.sleep(2)
        return HttpResponse("Finished waiting!")

    from asgiref.sync import markcoroutinefunction

    return markcoroutinefunction(middleware)


import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
