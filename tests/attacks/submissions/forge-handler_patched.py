# F14, F25: answers in place of Django's handler.
# found: ASGIHandler.__call__
import django.core.handlers.asgi as asgi


async def answer(self, scope, receive, send):
    import asyncio

    await asyncio.sleep(2)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"Finished waiting!"})


asgi.ASGIHandler.__call__ = answer

import time as _time

from django.http import HttpResponse as _HttpResponse


async def slow_view(request):
    _time.sleep(2)
    return _HttpResponse("Finished waiting!")
