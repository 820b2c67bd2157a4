# own: a body whose generator refuses to be closed.
import asyncio

from django.http import StreamingHttpResponse


async def slow_view(request):
    async def parts():
        while True:
            try:
                yield b"x" * 10_000
            except BaseException:
                await asyncio.sleep(1000)

    return StreamingHttpResponse(parts())
