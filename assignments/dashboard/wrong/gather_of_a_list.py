# fails: awaiting
import asyncio

import services
from django.http import JsonResponse


async def dashboard(request):
    user, orders = await asyncio.gather([services.fetch_user(), services.fetch_orders()])
    return JsonResponse({"user": user, "orders": orders})
