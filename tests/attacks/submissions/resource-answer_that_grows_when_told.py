# own: a body and headers of bytes that are six times as long where they are written down.
from django.http import HttpResponse


async def slow_view(request):
    headers = {f"X-{number}": "\x01" * 2000 for number in range(100)}
    return HttpResponse(b"\x00" * (128 << 10), headers=headers)
