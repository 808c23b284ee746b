"""The real server that the tests speak to, and how to stand a fault between it and a client."""

from __future__ import annotations

import http.client
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


def server() -> str:
    """Where it is; `sdk/check` starts it."""
    return os.environ["FREEHOLD_SERVER"]


def key() -> str:
    return os.environ["FREEHOLD_KEY"]


@dataclass(frozen=True)
class Says:
    """The request does not reach the server; this is the answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Cuts:
    """The request reaches the server; the connection breaks after so many bytes of the answer's body, or before any answer."""

    after_bytes: int | None = None


@dataclass
class Between:
    """A proxy that does what its faults say, one a request, and then only forwards."""

    address: str
    faults: deque[Says | Cuts] = field(default_factory=deque)
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def keys(self) -> list[str]:
        return [headers["idempotency-key"] for _, _, headers in self.seen if "idempotency-key" in headers]


@contextmanager
def between(*faults: Says | Cuts) -> Iterator[Between]:
    proxy = _Proxy(("127.0.0.1", 0), _Forwarding)
    state = Between(f"http://127.0.0.1:{proxy.server_port}", deque(faults))
    proxy.state = state  # type: ignore[attr-defined]
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is no error here."""


class _Forwarding(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        state: Between = self.server.state  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        state.seen.append((self.command, self.path, headers))
        fault = state.faults.popleft() if state.faults else None
        if isinstance(fault, Says):
            self.send_response(fault.status)
            for name, value in fault.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(fault.body)))
            self.end_headers()
            self.wfile.write(fault.body)
            return
        self._forward(headers, body, fault)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def _forward(self, headers: dict[str, str], body: bytes, cut: Cuts | None) -> None:
        address = urlsplit(server())
        upstream = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
        try:
            upstream.request(self.command, self.path, body or None, headers | {"host": address.netloc})
            answer = upstream.getresponse()
            if cut is not None and cut.after_bytes is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name in ("Content-Type", "Retry-After", "Content-Length"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            chunked = answer.headers.get("Content-Length") is None
            if chunked:
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self._copy(answer, chunked, cut)
        finally:
            upstream.close()

    def _copy(self, answer: http.client.HTTPResponse, chunked: bool, cut: Cuts | None) -> None:
        left = None if cut is None else cut.after_bytes
        while part := answer.read1(1 << 16):
            sent = part if left is None else part[:left]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(sent), sent) if chunked and sent else sent)
            if left is not None:
                left -= len(sent)
                if left <= 0:
                    self.close_connection = True
                    return
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
