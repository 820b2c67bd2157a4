# fails: concurrency
import json
import os
from urllib.request import urlopen

from django.http import JsonResponse


def ask():
    with urlopen(os.environ["UPSTREAM_URL"]) as answer:
        return json.load(answer)


async def proxy(request):
    return JsonResponse({"upstream": ask()})
