# fails: concurrency
import os

import requests
from django.http import JsonResponse


async def proxy(request):
    answer = requests.get(os.environ["UPSTREAM_URL"], timeout=5)
    return JsonResponse({"upstream": answer.json()})
