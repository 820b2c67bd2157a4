# O7: an exception whose text cannot be had.
class Error(Exception):
    def __str__(self):
        raise SystemExit

    __repr__ = __format__ = __str__


async def slow_view(request):
    raise Error
