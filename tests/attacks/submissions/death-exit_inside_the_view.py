# own: ends as if all were well, in the middle of an answer.
import os


async def slow_view(request):
    os._exit(0)
