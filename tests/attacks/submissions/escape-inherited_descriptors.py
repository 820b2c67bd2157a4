# E11: uses descriptors that the processes above forgot to close.
import errno
import os
import socket

for descriptor in range(3, 4096):
    try:
        with socket.socket(fileno=os.dup(descriptor)) as sock:
            if sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_SEQPACKET:
                print("LEAKED: a leash as", descriptor)
                sock.send(b'{"failure": "the platform is to blame"}')
            elif descriptor > 3:
                try:
                    sock.connect(sock.getpeername() or "\0")
                except OSError as error:
                    if error.errno == errno.EISCONN:
                        print("LEAKED: a connected socket as", descriptor)
    except OSError:
        continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
