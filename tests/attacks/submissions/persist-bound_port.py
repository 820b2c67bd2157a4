# N10: leaves a port on which the next submission would be served by this one.
import socket
import threading

listener = socket.socket()
with socket.socket() as sock:
    if sock.connect_ex(("127.0.0.1", 8099)) == 0:
        print("LEAKED: somebody listens already")
try:
    listener.bind(("127.0.0.1", 8099))
    listener.listen()
    ours = socket.create_connection(("127.0.0.1", 8099))
    theirs, _ = listener.accept()
    theirs.close()
except OSError as error:
    print("LEAKED: the port is taken", error)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
