# fails: concurrency
import services
from django.http import JsonResponse


async def dashboard(request):
    user = await services.fetch_user()
    orders = await services.fetch_orders()
    return JsonResponse({"user": user, "orders": orders})
