"""Calls that hold the thread that they run in, with the rule that each breaks and what to write instead."""

BLOCKING: dict[str, tuple[str, str | None]] = {
    "time.sleep": ("blocking-sleep", "await asyncio.sleep({arguments})"),
    "asyncio.run": ("nested-loop", "await {arguments}"),
    "asyncio.loop.run_until_complete": ("nested-loop", "await {arguments}"),
    "asyncio.Runner.run": ("nested-loop", "await {arguments}"),
    "urllib.request.urlopen": ("blocking-http", "async with httpx.AsyncClient() as client: await client.get(...)"),
    "urllib.request.urlretrieve": ("blocking-http", None),
    "socket.create_connection": ("blocking-http", "await asyncio.open_connection(...)"),
    "socket.gethostbyname": ("blocking-http", "await asyncio.get_running_loop().getaddrinfo(...)"),
    "socket.getaddrinfo": ("blocking-http", "await asyncio.get_running_loop().getaddrinfo(...)"),
    "select.select": ("blocking-wait", "await asyncio.sleep(...)"),
    "concurrent.futures.wait": ("blocking-wait", None),
    "concurrent.futures.Future.result": ("blocking-wait", "await asyncio.wrap_future(...)"),
    "concurrent.futures.Future.exception": ("blocking-wait", "await asyncio.wrap_future(...)"),
    "threading.Thread.join": ("blocking-wait", "await asyncio.to_thread(...)"),
    "threading.Event.wait": ("blocking-wait", "use asyncio.Event and await its wait()"),
    "threading.Condition.wait": ("blocking-wait", "use asyncio.Condition"),
    "threading.Lock.acquire": ("blocking-wait", "use asyncio.Lock with `async with`"),
    "threading.Semaphore.acquire": ("blocking-wait", "use asyncio.Semaphore with `async with`"),
    "threading.Barrier.wait": ("blocking-wait", "use asyncio.Barrier"),
    "queue.Queue.get": ("blocking-wait", "use asyncio.Queue and await its get()"),
    "queue.Queue.put": ("blocking-wait", "use asyncio.Queue and await its put()"),
    "queue.Queue.join": ("blocking-wait", "use asyncio.Queue and await its join()"),
    "os.system": ("blocking-subprocess", "await asyncio.create_subprocess_shell(...)"),
    "os.popen": ("blocking-subprocess", "await asyncio.create_subprocess_shell(...)"),
    "builtins.open": ("blocking-io", "await asyncio.to_thread(...)"),
    "builtins.input": ("blocking-io", None),
    "django.core.mail.send_mail": ("blocking-io", "await sync_to_async(send_mail)(...)"),
    "django.shortcuts.get_object_or_404": ("blocking-database", "await aget_object_or_404(...)"),
    "django.shortcuts.get_list_or_404": ("blocking-database", "await aget_list_or_404(...)"),
    "django.core.paginator.Paginator.get_page": ("blocking-database", "await sync_to_async(...)(...)"),
    "django.core.paginator.Paginator.page": ("blocking-database", "await sync_to_async(...)(...)"),
}
_FAMILIES = (
    ("requests", "get post put patch delete head options request", "blocking-http"),
    ("requests.Session", "get post put patch delete head options request send", "blocking-http"),
    ("httpx", "get post put patch delete head options request stream", "blocking-http"),
    ("httpx.Client", "get post put patch delete head options request send stream", "blocking-http"),
    ("http.client.HTTPConnection", "request connect getresponse", "blocking-http"),
    ("socket.socket", "recv send sendall connect accept recvfrom", "blocking-http"),
    ("subprocess", "run call check_call check_output getoutput getstatusoutput", "blocking-subprocess"),
    ("subprocess.Popen", "wait communicate", "blocking-subprocess"),
    ("builtins.file", "read readline readlines write writelines", "blocking-io"),
    ("pathlib.Path", "read_text read_bytes write_text write_bytes open", "blocking-io"),
    ("shutil", "copy copyfile copytree rmtree move", "blocking-io"),
    ("django.db.cursor", "execute executemany fetchone fetchall fetchmany", "blocking-database"),
    ("django.db.connection", "cursor", "blocking-database"),
    ("hashlib", "pbkdf2_hmac scrypt", "blocking-cpu"),
    ("bcrypt", "hashpw checkpw", "blocking-cpu"),
    ("django.contrib.auth.hashers", "make_password check_password", "blocking-cpu"),
    ("django.db.models.Model", "save delete refresh_from_db", "blocking-database"),
)
HINTS = {
    "blocking-cpu": "await asyncio.to_thread(...)",
    "blocking-http": "async with httpx.AsyncClient() as client: response = await client.get(...)",
    "blocking-subprocess": "process = await asyncio.create_subprocess_exec(...)",
    "blocking-io": "await asyncio.to_thread(...)",
    "blocking-database": "await the method of the same name with an `a` before it",
}
for _prefix, _names, _rule in _FAMILIES:
    BLOCKING.update({f"{_prefix}.{_name}": (_rule, HINTS[_rule]) for _name in _names.split()})

# What a thread is not needed for, and what to write instead.
SIMPLE_TWIN = {
    "time.sleep": "await asyncio.sleep(...)",
    "requests.get": HINTS["blocking-http"],
    "subprocess.run": HINTS["blocking-subprocess"],
}
