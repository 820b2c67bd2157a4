# R27: a body of empty parts that never ends.
import asyncio

from django.http import StreamingHttpResponse


async def slow_view(request):
    async def parts():
        while True:
            await asyncio.sleep(0)
            yield b""

    return StreamingHttpResponse(parts())
