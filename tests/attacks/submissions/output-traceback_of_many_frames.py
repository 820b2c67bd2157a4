# O8: a traceback of as many frames as there can be, of code that says it is in other files.
import sys

sys.setrecursionlimit(10**6)
NAMES = ["views.py", "/grader/checks/judge.py", "<script>", "\x1b[31m", "../../etc/passwd", "x" * 3000]
HOW = "def call(depth):\n    if depth: return ahead(depth - 1)\n    raise ValueError('deep')"
CALLS = []
for name in NAMES:
    space = {"ahead": lambda depth: CALLS[depth % len(CALLS)](depth)}
    exec(compile("\n" * 70_000 + HOW, name, "exec"), space)
    CALLS.append(space["call"])


async def slow_view(request):
    CALLS[0](20_000)
