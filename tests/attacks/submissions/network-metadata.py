# N8: asks the cloud for the machine's credentials.
import socket
import urllib.request

for address in ("http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://100.100.100.200/"):
    try:
        print("LEAKED:", urllib.request.urlopen(address, timeout=1).read(50))
    except OSError:
        continue
with socket.socket() as sock:
    sock.settimeout(1)
    if sock.connect_ex(("169.254.169.254", 80)) == 0:
        print("LEAKED: connected")


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
