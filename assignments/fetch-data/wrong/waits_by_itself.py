# fails: concurrency
import time

import services
from django.http import JsonResponse


async def fetch_data(request):
    time.sleep(0.5)
    return JsonResponse({"data": await services.slow_api_call()})
