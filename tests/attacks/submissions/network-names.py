# N3: asks for names, by the system's resolver and by its own questions.
import os
import socket

for name in ("example.org", "redis", "postgres", "db", "host.docker.internal", "metadata.google.internal"):
    try:
        print("LEAKED:", name, socket.getaddrinfo(name, 80)[0][4])
    except OSError:
        continue
SERVERS = {"127.0.0.53", "127.0.0.11", "8.8.8.8", "10.0.2.3"}
if os.path.exists("/etc/resolv.conf"):
    with open("/etc/resolv.conf") as file:
        SERVERS |= {line.split()[1] for line in file if line.startswith("nameserver")}
question = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03org\x00\x00\x01\x00\x01"
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    for server in sorted(SERVERS):
        try:
            sock.settimeout(0.2)
            sock.sendto(question, (server, 53))
            print("LEAKED: an answer", sock.recv(100))
        except OSError:
            continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
