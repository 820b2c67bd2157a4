# O8: a group of very many exceptions.
async def slow_view(request):
    raise ExceptionGroup("many", [ValueError(str(number)) for number in range(10**5)])
