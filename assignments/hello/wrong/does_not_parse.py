# fails: signature
from django.http import HttpResponse


async view def hello(request):
    return HttpResponse("Hello, async world!")
