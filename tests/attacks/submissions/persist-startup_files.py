# P18: leaves files that the next Python reads before it does anything.
import os
import site
import sys

home = os.path.expanduser("~")
for path in (
    site.getusersitepackages() + "/usercustomize.py",
    site.getusersitepackages() + "/left.pth",
    home + "/.pdbrc",
):
    if os.path.exists(path):
        print("LEAKED: found", path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write("import os; os.write(2, b'read at the start\\n')\n")
try:
    os.waitpid(os.posix_spawn(sys.executable, ["python", "-c", "pass"], {"HOME": home}), 0)
except OSError:
    pass


import time

from django.http import HttpResponse


async def slow_view(request):
    time.sleep(2)
    return HttpResponse("nope")
