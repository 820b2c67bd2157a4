import django.http as http

GREETING = "Hello, async world!"


def greeting() -> str:
    return GREETING


async def hello(request: http.HttpRequest) -> http.HttpResponse:
    response = http.HttpResponse(status=200)
    response.write(greeting())
    return response
