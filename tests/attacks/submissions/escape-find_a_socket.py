# E6, E7: looks for sockets and devices in the whole tree, the engine of containers among them.
import os
import socket
import stat

for path in (
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/dbus/system_bus_socket",
):
    with socket.socket(socket.AF_UNIX) as sock:
        if sock.connect_ex(path) == 0:
            print("LEAKED: connected to", path)
for place in ("/run", "/var", "/tmp", "/dev", "/etc", "/home", "/srv", "/mnt"):
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                mode = os.lstat(os.path.join(folder, name)).st_mode
            except OSError:
                continue
            if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode) or stat.S_ISBLK(mode):
                print("LEAKED:", os.path.join(folder, name))


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
