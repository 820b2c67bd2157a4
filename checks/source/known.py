"""What is known of the standard library, Django, asgiref, httpx, aiohttp and requests, as tables.

A result is written as ``plain`` (surely not awaitable), ``none``, ``@dotted.Class`` (an instance of it), ``await R`` (a
coroutine function whose result is R), ``acm R`` (an asynchronous context manager that enters with R), ``cm R`` (a plain
one), ``task R`` or ``future R``, and ``?``. Methods stand under the dotted name of their class.
"""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(text: str) -> dict[str, str]:
    """Lines of ``prefix: name name ... -> result``."""
    table = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        names, result = line.split(" -> ")
        prefix, _, rest = names.partition(": ")
        for name in rest.split():
            table[f"{prefix}.{name}"] = result
    return table


RESULTS = _table("""
asyncio: sleep open_connection open_unix_connection start_server wait_closed -> await ?
asyncio: create_subprocess_exec create_subprocess_shell -> await @asyncio.subprocess.Process
asyncio: Lock -> @asyncio.Lock
asyncio: Semaphore BoundedSemaphore -> @asyncio.Semaphore
asyncio: Condition -> @asyncio.Condition
asyncio: Event -> @asyncio.Event
asyncio: Barrier -> @asyncio.Barrier
asyncio: Queue LifoQueue PriorityQueue -> @asyncio.Queue
asyncio: TaskGroup -> @asyncio.TaskGroup
asyncio: Runner -> @asyncio.Runner
asyncio: timeout timeout_at -> acm ?
asyncio: get_running_loop get_event_loop new_event_loop -> @asyncio.loop
asyncio: current_task all_tasks Future -> ?
asyncio.loop: sock_recv sock_sendall sock_connect sock_accept getaddrinfo create_connection -> await ?
asyncio.loop: create_future -> ?
asyncio.loop: is_running is_closed time -> plain
asyncio.loop: call_soon call_later call_at call_soon_threadsafe -> ?
asyncio.Lock: acquire -> await plain
asyncio.Lock: release -> none
asyncio.Lock: locked -> plain
asyncio.Semaphore: acquire -> await plain
asyncio.Semaphore: release -> none
asyncio.Semaphore: locked -> plain
asyncio.Condition: acquire wait wait_for -> await plain
asyncio.Condition: release notify notify_all -> none
asyncio.Event: wait -> await plain
asyncio.Event: set clear -> none
asyncio.Event: is_set -> plain
asyncio.Barrier: wait reset abort -> await plain
asyncio.Queue: get put join -> await ?
asyncio.Queue: put_nowait task_done -> none
asyncio.Queue: get_nowait -> ?
asyncio.Queue: empty full qsize -> plain
asyncio.subprocess.Process: wait communicate -> await plain
asyncio.subprocess.Process: kill terminate send_signal -> none
asyncio.subprocess: PIPE DEVNULL STDOUT -> plain
httpx: AsyncClient -> @httpx.AsyncClient
httpx: Client -> @httpx.Client
httpx: get post put patch delete head options request -> @httpx.Response
httpx.Client: get post put patch delete head options request send -> @httpx.Response
httpx.Client: close -> none
httpx.AsyncClient: get post put patch delete head options request send -> await @httpx.Response
httpx.AsyncClient: aclose -> await none
httpx.AsyncClient: stream -> acm @httpx.Response
httpx.Response: json raise_for_status read iter_bytes iter_lines iter_text close -> plain
httpx.Response: text content status_code headers url is_success is_error cookies encoding -> plain
httpx.Response: aread aclose -> await ?
aiohttp: ClientSession -> @aiohttp.ClientSession
aiohttp.ClientSession: get post put patch delete head options request -> await+ @aiohttp.ClientResponse
aiohttp.ClientSession: ws_connect -> await+ ?
aiohttp.ClientSession: close -> await none
aiohttp.ClientResponse: json text read -> await plain
aiohttp.ClientResponse: status headers url ok reason -> plain
aiohttp.ClientResponse: raise_for_status release -> ?
requests: get post put patch delete head options request -> @requests.Response
requests: Session session -> @requests.Session
requests.Session: get post put patch delete head options request send -> @requests.Response
requests.Session: close -> none
requests.Response: json text content status_code headers ok raise_for_status iter_content iter_lines url -> plain
logging: getLogger -> @logging.Logger
time: sleep -> none
time: time monotonic perf_counter time_ns monotonic_ns perf_counter_ns process_time strftime localtime gmtime -> plain
contextlib: AsyncExitStack -> @contextlib.AsyncExitStack
contextlib: suppress nullcontext redirect_stdout -> ?
contextlib.AsyncExitStack: aclose -> await none
threading: Lock RLock -> @threading.Lock
threading: Semaphore BoundedSemaphore -> @threading.Semaphore
threading: Event -> @threading.Event
threading: Condition -> @threading.Condition
threading: Barrier -> @threading.Barrier
threading: Thread Timer -> @threading.Thread
threading.Lock: acquire release locked -> plain
threading.Semaphore: acquire release -> plain
threading.Event: wait set clear is_set -> plain
threading.Condition: wait wait_for acquire release notify notify_all -> plain
threading.Barrier: wait -> plain
threading.Thread: start join -> none
threading.Thread: is_alive -> plain
queue: Queue LifoQueue PriorityQueue SimpleQueue -> @queue.Queue
queue.Queue: get -> ?
queue.Queue: put join put_nowait task_done -> none
multiprocessing: Process -> @threading.Thread
concurrent.futures: ThreadPoolExecutor ProcessPoolExecutor -> @concurrent.futures.Executor
concurrent.futures: wait as_completed -> ?
concurrent.futures.Executor: submit -> @concurrent.futures.Future
concurrent.futures.Executor: map shutdown -> plain
concurrent.futures.Future: result exception -> ?
concurrent.futures.Future: cancel done running cancelled -> plain
subprocess: run Popen call check_call check_output getoutput getstatusoutput -> plain
subprocess: Popen -> @subprocess.Popen
subprocess.Popen: wait communicate poll kill terminate -> plain
urllib.request: urlopen -> @builtins.file
http.client: HTTPConnection HTTPSConnection -> @http.client.HTTPConnection
http.client.HTTPConnection: request connect close -> none
http.client.HTTPConnection: getresponse -> @builtins.file
socket: socket create_connection -> @socket.socket
socket: gethostbyname getaddrinfo -> plain
socket.socket: recv send sendall connect accept -> plain
builtins: open -> @builtins.file
builtins.file: read readline readlines write writelines close seek tell flush -> plain
pathlib: Path PurePath PosixPath -> @pathlib.Path
pathlib.Path: read_text read_bytes write_text write_bytes open exists is_file stat with_name joinpath -> plain
json: dumps dump -> plain
json: loads load -> plain
django.http: HttpResponse JsonResponse StreamingHttpResponse FileResponse -> @django.http.HttpResponse
django.http: HttpResponseNotAllowed HttpResponseNotFound HttpResponseBadRequest -> @django.http.HttpResponse
django.http: HttpResponseForbidden HttpResponseServerError HttpResponseGone -> @django.http.HttpResponse
django.http: HttpResponseRedirect HttpResponsePermanentRedirect Http404 -> @django.http.HttpResponse
django.shortcuts: render redirect -> @django.http.HttpResponse
django.shortcuts: get_list_or_404 -> plain
django.shortcuts: aget_list_or_404 -> await plain
django.template.loader: render_to_string get_template -> plain
django.template.response: TemplateResponse SimpleTemplateResponse -> @django.http.HttpResponse
django.urls: reverse reverse_lazy -> plain
django.contrib.auth: authenticate login logout get_user -> ?
django.contrib.auth: aauthenticate alogin alogout aget_user -> await ?
django.core.mail: send_mail mail_admins mail_managers send_mass_mail -> plain
django.core.cache.cache: get set add delete get_or_set get_many set_many incr decr clear touch has_key -> plain
django.core.cache.cache: aget aset aadd adelete aget_or_set aget_many aset_many aincr adecr -> await ?
django.core.cache.cache: aclear atouch ahas_key adelete_many aclose -> await ?
django.db.connection: cursor -> @django.db.cursor
django.db: connection -> @django.db.connection
django.db.cursor: execute executemany fetchone fetchall fetchmany close -> plain
django.db.models.Model: save delete refresh_from_db full_clean -> plain
django.db.models.Model: asave adelete arefresh_from_db -> await none
django.db.models: Q F Value Count Sum Avg Max Min Prefetch -> plain
django.core.paginator: Paginator -> @django.core.paginator.Paginator
django.core.paginator.Paginator: get_page page -> plain
django.core.paginator: AsyncPaginator -> ?
""")
ALIASES = {
    "asyncio.locks": "asyncio",
    "asyncio.tasks": "asyncio",
    "asyncio.queues": "asyncio",
    "asyncio.timeouts": "asyncio",
    "asyncio.taskgroups": "asyncio",
    "django.http.response": "django.http",
    "django.db.models.query": "django.db.models",
    "concurrent.futures.thread": "concurrent.futures",
    "concurrent.futures._base": "concurrent.futures",
    "requests.api": "requests",
    "requests.sessions": "requests",
    "django.core.cache.caches": "django.core.cache.cache",
}
STATES = frozenset(
    {"text", "content", "status_code", "headers", "url", "status", "ok", "reason", "cookies", "encoding"}
)

# Modules whose functions never give anything that can be awaited.
PLAIN_MODULES = words(
    "json time math re hashlib hmac secrets base64 datetime uuid os os.path logging string textwrap "
    "decimal fractions statistics html shutil glob csv zlib gzip subprocess urllib.parse calendar platform "
    "traceback warnings struct binascii unicodedata   pprint tempfile sqlite3 zoneinfo colorsys "
    "ipaddress mimetypes"
)
PLAIN_BUILTINS = words(
    "str int float bool bytes bytearray complex len abs round sum repr format print input chr ord hex oct bin "
    "divmod pow hash id isinstance issubclass callable hasattr any all range slice dir ascii open"
)
KINDS = {"str": "str", "repr": "str", "format": "str", "len": "int", "int": "int", "float": "float", "bool": "bool"}

# Calls that need the value: given an awaitable they fail, or hide it.
CONSUMERS = frozenset(
    f"builtins.{name}" for name in words("str int float bool bytes len abs round sum repr format any all")
)
LOGGED = frozenset(
    f"{holder}.{name}"
    for holder in ("logging", "logging.Logger")
    for name in words("debug info warning error exception critical log")
)
SERIALISERS = frozenset(
    {"json.dumps", "json.dump", "django.http.JsonResponse", "django.shortcuts.render"}
    | {f"django.http.{name}" for name in words("HttpResponse StreamingHttpResponse HttpResponseNotFound")}
    | {f"django.http.{name}" for name in words("HttpResponseBadRequest HttpResponseServerError HttpResponseForbidden")}
    | {"django.template.response.TemplateResponse", "django.template.loader.render_to_string"}
)

# Asynchronous methods of managers and querysets, and what their plain twins do.
QUERY_LAZY = words(
    "all filter exclude order_by values values_list select_related prefetch_related annotate distinct only "
    "defer using reverse none union intersection difference alias dates datetimes extra select_for_update raw "
    "get_queryset"
)
QUERY_ASKS = words(
    "get create get_or_create update_or_create bulk_create bulk_update count first last earliest latest exists "
    "delete update aggregate in_bulk contains iterator explain"
)
QUERY_OBJECT = words("get create first last earliest latest")
QUERY_OPTIONAL = frozenset({"first", "last"})

# Decorators that leave a function what it is, and those that make it plain.
TRANSPARENT = words(
    "csrf_exempt csrf_protect ensure_csrf_cookie requires_csrf_token require_GET require_POST require_safe "
    "never_cache no_append_slash gzip_page conditional_page vary_on_cookie xframe_options_deny "
    "xframe_options_exempt xframe_options_sameorigin login_required staff_member_required"
)
TRANSPARENT_FACTORIES = words(
    "require_http_methods cache_control cache_page vary_on_headers condition etag last_modified "
    "sensitive_variables sensitive_post_parameters permission_required user_passes_test login_required"
)
SAME = frozenset(
    {"dataclasses.dataclass", "typing.final", "typing.overload", "typing.no_type_check", "typing.runtime_checkable"}
    | {"django.utils.decorators.method_decorator", "functools.total_ordering", "typing.override", "enum.unique"}
)

AWAITABLE_TESTS = frozenset(
    {"inspect.isawaitable", "inspect.iscoroutine", "asyncio.iscoroutine", "asyncio.isfuture", "types.CoroutineType"}
)
COROUTINE_FUNCTION_TESTS = frozenset(
    {"inspect.iscoroutinefunction", "asyncio.iscoroutinefunction", "asgiref.sync.iscoroutinefunction"}
)
AWAITABLE_TYPES = frozenset(
    {f"{module}.{name}" for module in ("collections.abc", "typing") for name in ("Awaitable", "Coroutine")}
    | {"asyncio.Future", "asyncio.Task", "types.CoroutineType"}
)

HANDLERS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
SYNC_HOOKS = words(
    "get_context_data get_queryset get_object get_template_names render_to_response form_valid form_invalid "
    "get_form get_form_kwargs get_success_url get_initial"
)


def canonical(name: str) -> str:
    """The public name of something that may have been imported from where it is really defined."""
    module, _, last = name.rpartition(".")
    return f"{ALIASES[module]}.{last}" if module in ALIASES else name
