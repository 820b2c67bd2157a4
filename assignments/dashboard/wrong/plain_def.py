# fails: signature
from asgiref.sync import async_to_sync
from django.http import JsonResponse
from services import fetch_orders, fetch_user


def dashboard(request):
    return JsonResponse({"user": async_to_sync(fetch_user)(), "orders": async_to_sync(fetch_orders)()})
