# O7: an exception whose text is larger than memory.
class Error(Exception):
    def __str__(self):
        return "x" * (1 << 30)

    __repr__ = __str__


async def slow_view(request):
    raise Error("x" * (1 << 26))
