"""Runs one submission as its students would: Django's ASGIHandler, real time, a real web service to ask.

A program of its own, one process for each submission and tool. It reads a JSON object from standard input: ``folder``,
``module``, ``routes`` (path, view), ``apps``, ``rounds`` (lists of requests that are sent at once) and ``tool``. What
the tool says goes to the file ``out``, one JSON object a line, so that a submission that prints does no harm.
"""

import asyncio
import contextlib
import gc
import importlib
import json
import logging
import re
import sys
import tempfile
import traceback
import types
import warnings
from pathlib import Path
from typing import Any

SECONDS = 15  # for one round of requests
ASK = json.load(sys.stdin)
MODULE, FOLDER = ASK["module"], ASK["folder"]
PLACE = re.compile(rf"{re.escape(MODULE)}\.py(?:\", line |:)(\d+)")


def say(code: str, text: str) -> None:
    """The last place of the text that is the student's own is where it points to."""
    lines = PLACE.findall(text)
    with Path(ASK["out"]).open("a") as out:
        out.write(json.dumps({"line": int(lines[-1]) if lines else 0, "code": code, "text": text[:2000]}) + "\n")


class Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        # A task's traceback tells where it was made; the message itself, where it is.
        say("asyncio", record.getMessage())


def listen_to_asyncio() -> None:
    logging.getLogger("asyncio").addHandler(Listener(level=logging.WARNING))
    warnings.simplefilter("always")
    warnings.showwarning = lambda message, category, *_: say(category.__name__, str(message))


def activate_blockbuster() -> None:
    """Its exceptions are noted where they are made, since a view may catch them. Before the views are imported."""
    blockbuster: Any = importlib.import_module("blockbuster.blockbuster")

    class Noted(blockbuster.BlockingError):  # type: ignore[misc]
        def __init__(self, name: str) -> None:
            super().__init__(name)
            say("BlockingError", "".join(traceback.format_stack()[:-2]) + name)

    blockbuster.BlockingError = Noted
    blockbuster.BlockBuster().activate()


def start_django() -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(tempfile.mkdtemp()) / "db.sqlite3")}
    settings.configure(
        SECRET_KEY="x",  # noqa: S106 - it guards nothing
        INSTALLED_APPS=ASK["apps"], DATABASES={"default": database}, ROOT_URLCONF="routes",
        ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None, USE_TZ=True, MIDDLEWARE=[],
    )  # fmt: skip
    django.setup()
    logging.getLogger("django").setLevel(logging.CRITICAL + 1)
    if ASK["apps"]:
        call_command("migrate", run_syncdb=True, verbosity=0)
        importlib.import_module(f"{ASK['apps'][0]}.seed").run()


def route() -> None:
    from django.urls import path
    from django.views import View

    module = importlib.import_module(MODULE)
    views = ((item["path"], getattr(module, item["view"])) for item in ASK["routes"])
    routes: Any = types.ModuleType("routes")
    routes.urlpatterns = [
        path(where, view.as_view() if isinstance(view, type) and issubclass(view, View) else view)
        for where, view in views
    ]
    sys.modules["routes"] = routes


async def send(handler: Any, request: dict[str, Any]) -> None:
    path, _, query = request["path"].partition("?")
    body = b"" if request["body"] is None else json.dumps(request["body"]).encode()
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    scope = {
        "type": "http", "method": request["method"], "path": path, "raw_path": path.encode(), "headers": headers,
        "query_string": query.encode(), "http_version": "1.1", "scheme": "http", "server": ("localhost", 80),
        "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"},
    }  # fmt: skip
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        for message in messages:
            return message
        return await asyncio.Future()

    async def answer(message: Any) -> None:
        """What is answered is of no interest here."""

    await handler(scope, receive, answer)


async def serve(handler: Any, requests: list[dict[str, Any]]) -> None:
    sent = (send(handler, request) for request in requests)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*sent, return_exceptions=True), SECONDS)


def run(handler: Any, rounds: list[list[dict[str, Any]]], *, debug: bool) -> None:
    """Garbage is collected between the rounds, or the collector would be taken for a slow step."""
    with asyncio.Runner(debug=debug) as runner:
        for requests in rounds:
            runner.run(serve(handler, requests))
            gc.collect()


def main() -> None:
    """What Django imports with its first request is no fault of the submission: one goes ahead, unwatched."""
    sys.path.insert(0, FOLDER)
    if ASK["tool"] == "blockbuster":
        activate_blockbuster()
    start_django()
    route()
    from django.core.handlers.asgi import ASGIHandler

    handler = ASGIHandler()
    run(handler, [[{"method": "GET", "path": "/nothing-is-here/", "body": None}]], debug=False)
    if ASK["tool"] != "blockbuster":
        listen_to_asyncio()
    run(handler, ASK["rounds"], debug=ASK["tool"] != "blockbuster")
    gc.collect()


if __name__ == "__main__":
    main()
