# own: one header of a hundred megabytes.
from django.http import HttpResponse


async def slow_view(request):
    return HttpResponse("nope", headers={"X-Long": "x" * 100_000_000})
