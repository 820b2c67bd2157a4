# fails: awaiting
import asyncio

import services
from django.http import JsonResponse


async def fetch_data(request):
    task = asyncio.create_task(services.slow_api_call())
    return JsonResponse({"data": task.result()})
