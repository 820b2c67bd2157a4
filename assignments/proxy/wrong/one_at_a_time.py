# fails: concurrency
import asyncio
import os

import httpx
from django.http import JsonResponse

ONE = asyncio.Semaphore(1)


async def proxy(request):
    async with ONE, httpx.AsyncClient() as client:
        answer = await client.get(os.environ["UPSTREAM_URL"])
    return JsonResponse({"upstream": answer.json()})
