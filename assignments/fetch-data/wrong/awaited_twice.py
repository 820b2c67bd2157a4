# fails: awaiting
import services
from django.http import JsonResponse


async def fetch_data(request):
    call = services.slow_api_call()
    await call
    return JsonResponse({"data": await call})
