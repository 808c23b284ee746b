"""Conversations with programs, over the WebSockets of the package websockets: ``pip install 'freehold[attach]'``."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from . import attach
from .errors import ConnectionFailed, error_of
from .events import Event, Finished
from .settings import Settings
from .transport import failed
from .words import Signal

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection as AsyncSocket
    from websockets.sync.client import ClientConnection as Socket

_OPEN_SECONDS = 10.0
_MESSAGE_MOST_BYTES = 256 << 20


class Conversation:
    """A program that is talked to. Iterating gives its events up to Finished; other threads may speak meanwhile.

    What the server does not pass on, as input to a program that has none, is raised where events are read. Leaving does not
    end the execution.
    """

    def __init__(self, server: str, socket: Socket) -> None:
        self._server = server
        self._socket = socket

    def write(self, content: str | bytes) -> None:
        """Says it to the program's standard input; blocks while the program leaves too much of it unread."""
        for message in attach.inputs(content):
            self._say(message)

    def end_input(self) -> None:
        """On a terminal this types its end-of-file character."""
        self._say(attach.end_of_input())

    def signal(self, which: Signal) -> None:
        self._say(attach.signal(which))

    def resize(self, rows: int, columns: int) -> None:
        self._say(attach.size(rows, columns))

    def _say(self, message: str) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            self._socket.send(message)
        except ConnectionClosed as closed:
            raise failed(self._server, closed) from closed

    def __iter__(self) -> Iterator[Event]:
        from websockets.exceptions import ConnectionClosed

        while True:
            try:
                event = attach.heard(self._socket.recv())
            except ConnectionClosed as closed:
                raise _ended(closed) from closed
            if event is not None:
                yield event
            if isinstance(event, Finished):
                return


class AsyncConversation:
    """As :class:`Conversation`, for asyncio."""

    def __init__(self, server: str, socket: AsyncSocket) -> None:
        self._server = server
        self._socket = socket

    async def write(self, content: str | bytes) -> None:
        for message in attach.inputs(content):
            await self._say(message)

    async def end_input(self) -> None:
        await self._say(attach.end_of_input())

    async def signal(self, which: Signal) -> None:
        await self._say(attach.signal(which))

    async def resize(self, rows: int, columns: int) -> None:
        await self._say(attach.size(rows, columns))

    async def _say(self, message: str) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            await self._socket.send(message)
        except ConnectionClosed as closed:
            raise failed(self._server, closed) from closed

    async def __aiter__(self) -> AsyncIterator[Event]:
        from websockets.exceptions import ConnectionClosed

        while True:
            try:
                event = attach.heard(await self._socket.recv())
            except ConnectionClosed as closed:
                raise _ended(closed) from closed
            if event is not None:
                yield event
            if isinstance(event, Finished):
                return


@contextmanager
def opened(settings: Settings, path: str, tls: ssl.SSLContext | None) -> Iterator[Conversation]:
    try:
        from websockets.exceptions import InvalidHandshake
        from websockets.sync.client import connect
    except ModuleNotFoundError as missing:
        raise _lacking() from missing
    try:
        socket = connect(**_how(settings, path, tls))
    except (OSError, InvalidHandshake) as lost:
        raise _refusal(settings.server, lost) from lost
    with socket:
        yield Conversation(settings.server, socket)


@asynccontextmanager
async def opened_async(settings: Settings, path: str, tls: ssl.SSLContext | None) -> AsyncIterator[AsyncConversation]:
    try:
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidHandshake
    except ModuleNotFoundError as missing:
        raise _lacking() from missing
    try:
        socket = await connect(**_how(settings, path, tls))
    except (OSError, InvalidHandshake) as lost:
        raise _refusal(settings.server, lost) from lost
    async with socket:
        yield AsyncConversation(settings.server, socket)


def _how(settings: Settings, path: str, tls: ssl.SSLContext | None) -> dict[str, Any]:
    """The server says who is silent for too long; a ping of ours would wait behind input that nobody reads."""
    address = settings.address
    secure = address.scheme == "https"
    return {
        "uri": address._replace(scheme="wss" if secure else "ws", path=address.path).geturl() + path,
        "ssl": (tls or ssl.create_default_context()) if secure else None,
        "additional_headers": settings.headers,
        "user_agent_header": None,
        "compression": None,
        "proxy": None,
        "open_timeout": _OPEN_SECONDS,
        "ping_interval": None,
        "max_size": _MESSAGE_MOST_BYTES,
    }


def _refusal(server: str, lost: Exception) -> Exception:
    from websockets.exceptions import InvalidStatus

    if isinstance(lost, InvalidStatus):
        headers = {name.lower(): value for name, value in lost.response.headers.raw_items()}
        return error_of(lost.response.status_code, headers, lost.response.body or b"")
    return failed(server, lost)


def _ended(closed: Any) -> ConnectionFailed:
    received = closed.rcvd
    return attach.ended(received.code if received else None, received.reason if received else "")


def _lacking() -> ModuleNotFoundError:
    return ModuleNotFoundError("attach needs websockets: pip install 'freehold[attach]'")
