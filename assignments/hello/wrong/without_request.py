# fails: signature
from django.http import HttpResponse


async def hello():
    return HttpResponse("Hello, async world!")
