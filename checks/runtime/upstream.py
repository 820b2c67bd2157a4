"""Pretended web services: real HTTP on loopback, answers that take virtual time.

They have no thread. Whoever finds nothing else to do asks :meth:`Upstreams.serve` to read what has come; an answer with
a delay is a timer on the virtual clock. So a client waits exactly as long as the assignment says, blocking or not.
"""

import json
import selectors
import socket
from collections.abc import Mapping, Sequence
from typing import Any

import h11

from checks.hidden import Hidden
from checks.kept import names as __builtins__  # type: ignore[no-redef] # noqa: F401 - see there
from checks.runtime import real
from checks.runtime.clock import Clock, to_nanoseconds

READ_SIZE = 65536
MAX_REQUEST = 1 << 20
GRACE_SLICES = 3
GRACE_SECONDS = 0.0002


class Upstreams(Hidden):
    """All pretended services; ``addresses`` maps each environment variable to its URL."""

    def __init__(self, services: Sequence[Mapping[str, Any]]) -> None:
        self.addresses: dict[str, str] = {}
        self.pending = 0
        self.connections = 0
        self._listeners: list[tuple[socket.socket, Sequence[Mapping[str, Any]]]] = []
        for service in services:
            self._listen(service)
        self.begin(Clock())

    def _listen(self, service: Mapping[str, Any]) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        listener.setblocking(False)
        self._listeners.append((listener, service["routes"]))
        self.addresses[service["variable"]] = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    def begin(self, clock: Clock) -> None:
        """Serves on this clock from now on, with no client yet; once for each process."""
        self.clock = clock
        self.pending = self.connections = 0
        self._selector = selectors.EpollSelector()
        for sock, routes in self._listeners:
            self._selector.register(sock, selectors.EVENT_READ, _Listener(self, sock, routes))

    def serve(self) -> bool:
        """Reads what clients sent. False when nothing was there, not even after a moment of grace for the kernel."""
        if self._serve_ready(0):
            return True
        # Loopback delivers at once but in a crowded kernel; only clients between two requests are worth waiting for.
        for _ in range(GRACE_SLICES if self.connections > self.pending else 0):
            if self._serve_ready(GRACE_SECONDS):
                return True
        return False

    def _serve_ready(self, timeout: float) -> bool:
        found = self._selector.select(timeout)
        for key, _ in found:
            key.data.on_readable()
        return bool(found)

    def add(self, connection: "_Connection") -> None:
        self.connections += 1
        self._selector.register(connection.sock, selectors.EVENT_READ, connection)

    def remove(self, connection: "_Connection") -> None:
        self.connections -= 1
        self._selector.unregister(connection.sock)
        connection.sock.close()


class _Listener(Hidden):
    def __init__(self, upstreams: Upstreams, sock: socket.socket, routes: Sequence[Mapping[str, Any]]) -> None:
        self.sock = sock
        self._upstreams = upstreams
        self._routes = {route["request"]: route for route in routes}

    def on_readable(self) -> None:
        accepted, _ = self.sock.accept()
        accepted.setblocking(False)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._upstreams.add(_Connection(self._upstreams, accepted, self._routes))


class _Connection(Hidden):
    def __init__(self, upstreams: Upstreams, sock: socket.socket, routes: Mapping[str, Mapping[str, Any]]) -> None:
        self.sock = sock
        self._upstreams = upstreams
        self._routes = routes
        self._http = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._received = 0

    def on_readable(self) -> None:
        try:
            data = self.sock.recv(READ_SIZE)
            # A client that writes in two pieces must not wait for a delayed acknowledgement, which comes in real time.
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            self._received += len(data)
            self._http.receive_data(data)
            self._read_events()
        except (OSError, h11.RemoteProtocolError):
            self._upstreams.remove(self)
            return
        if not data or self._received > MAX_REQUEST:
            self._upstreams.remove(self)

    def _read_events(self) -> None:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Request):
                self._request = event
            elif isinstance(event, h11.EndOfMessage) and self._request is not None:
                self._answer_later(self._request)
                return
            elif event in (h11.NEED_DATA, h11.PAUSED) or isinstance(event, h11.ConnectionClosed):
                return

    def _answer_later(self, request: h11.Request) -> None:
        path = request.target.decode("latin-1").split("?")[0]
        route = self._routes.get(f"{request.method.decode('latin-1')} {path}")
        clock = self._upstreams.clock
        self._upstreams.pending += 1
        delay = to_nanoseconds(route["delay"]) if route else 0
        clock.set_timer(clock.now + delay, lambda: self._answer(route))

    def _answer(self, route: Mapping[str, Any] | None) -> None:
        self._upstreams.pending -= 1
        answer = route["answer"] if route else {"status": 404, "json": {"error": "no such address in this assignment"}}
        status, headers, body = encode(answer)
        try:
            self._send(h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage())
            if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
                self._http.start_next_cycle()
            else:
                self.sock.shutdown(socket.SHUT_WR)
        except (OSError, h11.LocalProtocolError):
            return  # the client has gone: nobody to answer

    def _send(self, *events: h11.Event) -> None:
        data = b"".join(self._http.send(event) or b"" for event in events)
        real.socket_type.sendall(self.sock, data)


def encode(answer: Mapping[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of an answer as the assignment gives it (``json`` or ``text``)."""
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in (answer.get("headers") or {}).items()
    ]
    if answer.get("json") is not None or answer.get("text") is None:
        body, kind = json.dumps(answer.get("json")).encode(), b"application/json"
    else:
        body, kind = answer["text"].encode(), b"text/plain; charset=utf-8"
    return answer["status"], [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *headers], body
