# fails: response
import asyncio

import services
from django.http import JsonResponse


async def dashboard(request):
    user, _ = await asyncio.gather(services.fetch_user(), services.fetch_orders())
    return JsonResponse({"user": user})
