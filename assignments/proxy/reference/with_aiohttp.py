import os

import aiohttp
from django.http import JsonResponse


async def proxy(request):
    async with aiohttp.ClientSession() as session, session.get(os.environ["UPSTREAM_URL"]) as answer:
        return JsonResponse({"upstream": await answer.json()})
