# E26, E27: starts programs of the machine, by every way of Python's, at import and in the view.
import os
import subprocess

from django.http import HttpResponse

LOOK = "cat /etc/shadow; ls /home /run /proc; su -c id; sudo -n id; id -u"


def run(start):
    try:
        found = start()
    except (OSError, ImportError):
        return
    if "root:" in found or "uid=0" in found or found.splitlines()[-1:] == ["0"]:
        print("LEAKED:", found)


def spawn():
    out = (os.POSIX_SPAWN_OPEN, 1, "/tmp/out", os.O_WRONLY | os.O_CREAT, 0o600)
    os.waitpid(os.posix_spawn("/bin/sh", ["sh", "-c", LOOK], {}, file_actions=[out]), 0)
    return open("/tmp/out").read()


run(spawn)


async def slow_view(request):
    run(lambda: subprocess.run(["sh", "-c", LOOK], capture_output=True, text=True).stdout)
    run(lambda: os.popen(LOOK).read())
    return HttpResponse("nope")
