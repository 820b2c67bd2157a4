# A8: brings a loop by a policy of its own.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse


class Own(asyncio.SelectorEventLoop):
    def call_soon(self, *args, **options):
        return super().call_soon(*args, **options)


class Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Own


asyncio.set_event_loop_policy(Policy())


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("Finished waiting!")
