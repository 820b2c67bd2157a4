# fails: response
import services
from django.http import JsonResponse


async def fetch_data(request):
    return JsonResponse({"result": await services.slow_api_call()})
