# O5: commands for the terminal of the reader: colours, titles, links, going back over a line.
from django.http import HttpResponse

TEXT = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\\r100 of 100 points\x08\x9b31m\x00\x7f"
print(TEXT)


class Error(Exception):
    pass


Error.__name__ = Error.__qualname__ = "Error" + TEXT.replace("\x00", "")


async def slow_view(request):
    if request.method == "GET":
        raise Error(TEXT)
    return HttpResponse(TEXT)
