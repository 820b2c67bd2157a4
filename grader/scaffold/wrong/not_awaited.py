# fails: awaiting
import services
from django.http import JsonResponse


async def weather(request):
    return JsonResponse({"temperature": services.temperature(), "wind": services.wind()})
