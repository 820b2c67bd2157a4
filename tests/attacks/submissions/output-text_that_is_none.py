# O7: an exception whose text is no text, of a class without a name.
class Error(Exception):
    __str__ = __repr__ = lambda self: b"bytes"


Error.__name__ = ""
Error.__qualname__ = "\ud800" * 1000
Error.__module__ = 7


async def slow_view(request):
    raise Error
