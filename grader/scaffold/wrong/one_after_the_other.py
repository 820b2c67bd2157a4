# fails: test_asks_both_services_at_once
import services
from django.http import JsonResponse


async def weather(request):
    temperature = await services.temperature()
    wind = await services.wind()
    return JsonResponse({"temperature": temperature, "wind": wind})
