# fails: signature
import os

import httpx
from django.http import JsonResponse


def proxy(request):
    return JsonResponse({"upstream": httpx.get(os.environ["UPSTREAM_URL"]).json()})
