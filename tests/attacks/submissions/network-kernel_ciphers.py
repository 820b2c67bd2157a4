# E33: the kernel's ciphers, by which shared pages of files could be written.
import socket

try:
    with socket.socket(38, socket.SOCK_SEQPACKET) as sock:
        print("LEAKED: a socket of ciphers")
        sock.bind(("aead", "authencesn(hmac(sha256),cbc(aes))"))
except OSError:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
