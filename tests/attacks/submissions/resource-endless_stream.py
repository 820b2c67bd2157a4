# R27: a body that never ends.
from django.http import StreamingHttpResponse


async def slow_view(request):
    async def parts():
        while True:
            yield b"x" * 1000

    return StreamingHttpResponse(parts())
