import services
from django.http import JsonResponse


async def fetch_data(request):
    data = await services.slow_api_call()
    return JsonResponse({"data": data})
