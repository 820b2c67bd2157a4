# fails: awaiting
import services
from django.http import JsonResponse


async def fetch_data(request):
    data = services.slow_api_call()
    return JsonResponse({"data": data})
