# E23: queues into the kernel, whose entries no filter sees.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for number, arguments in ((425, (8, ctypes.create_string_buffer(120))), (206, (8, ctypes.create_string_buffer(8)))):
    if libc.syscall(number, *arguments) >= 0:
        print("LEAKED: the system call", number)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
