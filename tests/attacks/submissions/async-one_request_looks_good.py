# A1: behaves for the first request and blocks for the others.
# Its answer is right.
import asyncio
import time

from django.http import HttpResponse

calls = []


async def slow_view(request):
    calls.append(request)
    if len(calls) == 1:
        await asyncio.sleep(2)
    else:
        time.sleep(2)
    return HttpResponse("Finished waiting!")
