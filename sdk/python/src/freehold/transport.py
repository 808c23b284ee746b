"""Calls over the standard library's HTTP client, with connections that are kept and used again."""

from __future__ import annotations

import http.client
import logging
import selectors
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from .errors import ConnectionFailed
from .exchange import Call, Reply
from .settings import Settings

LOG = logging.getLogger("freehold")
_CONNECT_SECONDS = 10.0
_KEPT_MOST = 16
_CHUNK_BYTES = 1 << 16
_FAILURES = (OSError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer whose body comes bit by bit."""

    status: int
    headers: dict[str, str]
    _server: str
    _response: http.client.HTTPResponse

    def chunks(self) -> Iterator[bytes]:
        """What has come, as it comes; ConnectionFailed if that is not all that was announced."""
        try:
            while chunk := self._response.read1(_CHUNK_BYTES):
                yield chunk
        except _FAILURES as lost:
            raise failed(self._server, lost) from lost
        if self._response.length:
            raise ConnectionFailed("the connection ended before the answer was whole")

    def read(self) -> bytes:
        try:
            return self._response.read()
        except _FAILURES as lost:
            raise failed(self._server, lost) from lost


class Transport:
    """Threads may share it: each call has a connection for itself while it lasts."""

    def __init__(self, settings: Settings, tls: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._server = settings.server
        self._tls = tls or (ssl.create_default_context() if settings.address.scheme == "https" else None)
        self._lock = threading.Lock()
        self._idle: list[http.client.HTTPConnection] = []
        self._is_closed = False

    def exchange(self, call: Call) -> Reply:
        with self.stream(call) as streamed:
            reply = Reply(streamed.status, streamed.headers, streamed.read())
        LOG.debug("%s %s answered %d", call.method, call.path.partition("?")[0], reply.status)
        return reply

    @contextmanager
    def stream(self, call: Call) -> Iterator[Streamed]:
        connection, response = self._send(call)
        try:
            headers = {name.lower(): value for name, value in response.getheaders()}
            yield Streamed(response.status, headers, self._server, response)
            whole = response.isclosed() and not response.will_close
        except BaseException:
            connection.close()
            raise
        self._give_back(connection, whole)

    def _send(self, call: Call) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = self._take()
        try:
            return connection, self._send_on(connection, call)
        except _FAILURES as lost:
            connection.close()
            raise failed(self._server, lost) from lost
        except BaseException:
            connection.close()
            raise

    def _send_on(self, connection: http.client.HTTPConnection, call: Call) -> http.client.HTTPResponse:
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(call.silence)
        headers = self._settings.headers | dict(call.headers)
        target = self._settings.address.path + call.path
        # A server that declines a large body may answer and close before it was sent whole.
        with suppress(BrokenPipeError, ConnectionResetError):
            if call.body is None or isinstance(call.body, bytes):
                connection.request(call.method, target, call.body, headers)
            else:
                with call.body.open("rb") as file:
                    size = str(call.body.stat().st_size)
                    connection.request(call.method, target, file, headers | {"Content-Length": size})
        return connection.getresponse()

    def _take(self) -> http.client.HTTPConnection:
        while True:
            with self._lock:
                if self._is_closed:
                    raise RuntimeError("this client is closed")
                kept = self._idle.pop() if self._idle else None
            if kept is None:
                break
            if not _is_closed_by_peer(kept):
                return kept
            kept.close()
        address = self._settings.address
        host = address.hostname or ""
        if self._tls is not None:
            return http.client.HTTPSConnection(host, address.port, timeout=_CONNECT_SECONDS, context=self._tls)
        return http.client.HTTPConnection(host, address.port, timeout=_CONNECT_SECONDS)

    def _give_back(self, connection: http.client.HTTPConnection, whole: bool) -> None:
        with self._lock:
            if whole and not self._is_closed and len(self._idle) < _KEPT_MOST:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def _is_closed_by_peer(connection: http.client.HTTPConnection) -> bool:
    """An idle connection has nothing to read but its end, which a server may have made meanwhile."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def failed(server: str, lost: BaseException) -> ConnectionFailed:
    return ConnectionFailed(f"no answer from {server}: {str(lost) or type(lost).__name__}")
