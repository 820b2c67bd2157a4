# fails: test_answers_with_what_both_say
import asyncio

import services
from django.http import JsonResponse


async def weather(request):
    temperature, wind = await asyncio.gather(services.temperature(), services.wind())
    return JsonResponse({"degrees": temperature, "wind": wind})
