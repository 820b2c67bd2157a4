from asyncio import sleep as pause

from django.http import HttpResponse


async def wait_politely(seconds: float) -> None:
    for _ in range(4):
        await pause(seconds / 4)


async def slow_view(request):
    await wait_politely(2)
    return HttpResponse("Finished waiting!")
