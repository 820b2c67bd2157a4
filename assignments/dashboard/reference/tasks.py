import asyncio

from django.http import JsonResponse
from services import fetch_orders, fetch_user


async def dashboard(request):
    orders = asyncio.create_task(fetch_orders())
    user = await fetch_user()
    return JsonResponse({"user": user, "orders": await orders})
