from django.http import HttpResponse


async def slow_view(request):
    # Wait for two seconds here, without stopping the other visitors.
    return HttpResponse("Finished waiting!")
