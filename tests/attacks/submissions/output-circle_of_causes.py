# O8: exceptions that cause each other in a circle, in groups in groups.
class Stop(BaseException):
    pass


async def slow_view(request):
    first, second = ValueError("first"), Stop("second")
    first.__cause__, second.__context__ = second, first
    group = BaseExceptionGroup("all", [first, second])
    for _ in range(500):
        group = BaseExceptionGroup("again", [group, first])
    second.__cause__ = group
    raise group
