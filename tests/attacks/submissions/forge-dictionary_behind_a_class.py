# F24: writes into the dictionary behind a class, past its proxy.
# found: ASGIHandler.create_request
import time

from django.http import HttpResponse

from django.core.handlers.asgi import ASGIHandler


class Thief:
    def __eq__(self, namespace):
        namespace["get_response_async"] = namespace.get("get_response_async")
        namespace["create_request"] = answer
        return True


def answer(self, scope, body):
    raise RuntimeError


async def slow_view(request):
    ASGIHandler.__dict__ == Thief()
    time.sleep(2)
    return HttpResponse("Finished waiting!")
