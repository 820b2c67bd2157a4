# O7: an exception whose text takes for ever.
class Error(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


async def slow_view(request):
    raise Error
