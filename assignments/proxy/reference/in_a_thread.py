import asyncio
import os

import requests
from django.http import JsonResponse


def ask():
    return requests.get(os.environ["UPSTREAM_URL"], timeout=5).json()


async def proxy(request):
    return JsonResponse({"upstream": await asyncio.to_thread(ask)})
