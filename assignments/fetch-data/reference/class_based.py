import services
from django.http import JsonResponse
from django.views import View


class FetchData(View):
    async def get(self, request):
        return JsonResponse({"data": await self.load()})

    async def load(self):
        return await services.slow_api_call()


fetch_data = FetchData.as_view()
