# E28: becomes another user, by each of the calls and by programs that may.
import os


def output_of(*command):
    out = (os.POSIX_SPAWN_OPEN, 1, "/tmp/out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.waitpid(os.posix_spawn(command[0], command, {}, file_actions=[out]), 0)
    return open("/tmp/out").read()


for become in (
    lambda: os.setuid(0),
    lambda: os.setresuid(0, 0, 0),
    lambda: os.setgid(0),
    lambda: os.setgroups([0]),
    lambda: os.setreuid(1, 1),
    lambda: os.initgroups("root", 0),
):
    try:
        become()
    except OSError:
        continue
    print("LEAKED: became", os.getresuid(), os.getresgid(), os.getgroups())
for program in ("/bin/su", "/usr/bin/sudo", "/usr/bin/passwd", "/usr/bin/newgrp", "/usr/bin/mount"):
    try:
        if output_of(program, "-c", "id -u").strip() == "0":
            print("LEAKED: root by", program)
    except OSError:
        continue


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
