import asyncio

import services
from django.http import JsonResponse


async def dashboard(request):
    async with asyncio.TaskGroup() as group:
        user = group.create_task(services.fetch_user())
        orders = group.create_task(services.fetch_orders())
    return JsonResponse({"user": user.result(), "orders": orders.result()})
