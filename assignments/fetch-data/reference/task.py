import asyncio

from django.http import JsonResponse
from services import slow_api_call


async def fetch_data(request):
    task = asyncio.create_task(slow_api_call())
    return JsonResponse({"data": await task})
