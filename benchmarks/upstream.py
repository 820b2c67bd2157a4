"""The pretended web services of an assignment, as real servers on this machine."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from checks.assignment import Assignment
from checks.assignment.specs import Upstream


@contextmanager
def upstreams(assignment: Assignment) -> Iterator[dict[str, str]]:
    """The environment variables that carry their addresses."""
    with ExitStack() as stack:
        yield {item.variable: stack.enter_context(_serve(item)) for item in assignment.upstreams}


@contextmanager
def _serve(upstream: Upstream) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(upstream))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _handler(upstream: Upstream) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            for route in upstream.routes:
                if (route.request.method, route.request.path) == (self.command, self.path):
                    time.sleep(route.delay)
                    text = route.answer.text if route.answer.json is None else json.dumps(route.answer.json)
                    self._answer(route.answer.status, (text or "").encode())
                    return
            self._answer(404, b"")

        do_POST = do_GET  # noqa: N815 - the name is http.server's

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    return Handler
