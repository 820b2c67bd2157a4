from django.http import HttpResponse
from django.views import View


class Hello(View):
    async def get(self, request):
        return HttpResponse("Hello, async world!")


hello = Hello.as_view()
