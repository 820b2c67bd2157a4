import services
from django.http import JsonResponse


async def fetch_data(request):
    # Ask the service and put what it returns under "data".
    return JsonResponse({"data": None})
