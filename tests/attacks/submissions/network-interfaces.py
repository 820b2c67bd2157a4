# N5: asks the kernel for the machine's networks.
import socket
import struct

names = {name for _, name in socket.if_nameindex()}
if names != {"lo"}:
    print("LEAKED: interfaces", names)
try:
    with socket.socket(16, socket.SOCK_RAW, 0) as sock:
        sock.send(struct.pack("=LHHLLBx", 20, 22, 0x301, 1, 0, 0) + bytes(3))
        sock.settimeout(0.2)
        answer = sock.recv(65536)
        if b"eth" in answer or b"docker" in answer:
            print("LEAKED: addresses", answer[:100])
except OSError:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
