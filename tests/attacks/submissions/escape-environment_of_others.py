# E10, E12: reads the environment, its own and that of the processes above.
import ctypes
import os

ALLOWED = {"HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "TMPDIR", "COURSE_DATA_DIR"}
for who in ("1", "self", str(os.getppid())):
    try:
        with open(f"/proc/{who}/environ", "rb") as file:
            print("LEAKED: the environment of", who, file.read(50))
    except OSError:
        continue
names, environ = set(), ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
while environ[len(names)]:
    names.add(environ[len(names)].partition(b"=")[0].decode())
strange = (set(os.environ) | names) - ALLOWED
if strange:
    print("LEAKED: the environment", strange)


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
