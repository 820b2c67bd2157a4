# fails: signature
from django.http import HttpResponse


async def hello_view(request):
    return HttpResponse("Hello, async world!")
