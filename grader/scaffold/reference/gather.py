import asyncio

import services
from django.http import JsonResponse


async def weather(request):
    temperature, wind = await asyncio.gather(services.temperature(), services.wind())
    return JsonResponse({"temperature": temperature, "wind": wind})
