# own: more cookies than a browser has.
from django.http import HttpResponse


async def slow_view(request):
    response = HttpResponse("nope")
    for number in range(10**6):
        response.set_cookie(f"c{number}", "x" * 100)
    return response
