import os

from django.http import JsonResponse

UPSTREAM_URL = os.environ["UPSTREAM_URL"]


async def proxy(request):
    # Ask the service at UPSTREAM_URL and put its JSON under "upstream".
    return JsonResponse({"upstream": None})
