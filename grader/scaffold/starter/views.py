import services
from django.http import JsonResponse


async def weather(request):
    ...
