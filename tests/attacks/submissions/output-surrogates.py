# O3: prints, raises and answers halves of characters.
from django.http import HttpResponse

print("\ud800 \udfff", flush=True)


async def slow_view(request):
    response = HttpResponse("\ud800".encode("utf-8", "surrogatepass"))
    response.reason_phrase = "\udfff"
    if request.path:
        raise ValueError("half of a \ud83d character")
    return response
