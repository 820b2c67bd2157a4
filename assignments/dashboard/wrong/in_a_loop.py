# fails: concurrency
import services
from django.http import JsonResponse


async def dashboard(request):
    user, orders = [await call() for call in (services.fetch_user, services.fetch_orders)]
    return JsonResponse({"user": user, "orders": orders})
