# own: a view that ends by one signal after the other.
import os
import signal

numbers = iter(range(1, 65))


async def slow_view(request):
    for number in numbers:
        if number not in (signal.SIGCHLD, signal.SIGCONT):
            os.kill(os.getpid(), number)
