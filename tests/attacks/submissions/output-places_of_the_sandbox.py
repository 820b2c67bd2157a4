# O10: raises what tells where things are behind the walls.
import os
import sys
import traceback


async def slow_view(request):
    where = [__file__, os.getcwd(), sys.path, sys.executable, traceback.format_stack()]
    raise ValueError(" ".join(map(str, where)))
