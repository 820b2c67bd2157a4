# R24: JSON so deep that reading it exhausts the stack, in the view.
import json
import sys

from django.http import JsonResponse


async def slow_view(request):
    sys.setrecursionlimit(10**8)
    return JsonResponse(json.loads("[" * 10**6 + "]" * 10**6), safe=False)
