# A10: waits for a signal, where no virtual clock is.
# Its answer is right.
import signal
import time

from django.http import HttpResponse


async def slow_view(request):
    import asyncio

    signal.sigtimedwait([signal.SIGUSR2], 0.4)
    await asyncio.sleep(2)
    return HttpResponse("Finished waiting!")
