# R28: an answer of a million headers.
from django.http import HttpResponse


async def slow_view(request):
    response = HttpResponse("nope")
    for number in range(10**6):
        response[f"X-{number}"] = "x" * 1000
    return response
