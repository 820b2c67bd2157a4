# O7: an exception that holds itself, whose text calls itself.
class Error(Exception):
    def __repr__(self):
        return repr(self)

    def __str__(self):
        return f"{self!r}"


async def slow_view(request):
    error = Error()
    error.args = (error, [error])
    raise error
