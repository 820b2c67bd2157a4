import os

import httpx
from django.http import JsonResponse


async def proxy(request):
    async with httpx.AsyncClient() as client:
        answer = await client.get(os.environ["UPSTREAM_URL"])
    return JsonResponse({"upstream": answer.json()})
