# fails: signature
import asyncio

import services
from django.http import JsonResponse


def fetch_data(request):
    return JsonResponse({"data": asyncio.run(services.slow_api_call())})
