# fails: concurrency
import asyncio
import time

import services
from django.http import JsonResponse


async def weather(request):
    time.sleep(0.5)
    temperature, wind = await asyncio.gather(services.temperature(), services.wind())
    return JsonResponse({"temperature": temperature, "wind": wind})
