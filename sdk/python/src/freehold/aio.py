"""The asynchronous client, over httpx: ``pip install 'freehold[async]'``."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from . import talks
from .client import digest_of
from .conversation import AsyncConversation, opened_async
from .errors import ApiError, ConnectionFailed, FreeholdError, TimedOut, error_of
from .events import Event, Following
from .exchange import Call, Pause, Reply, Retries, Talk
from .execution import Artifact, Batch, Execution
from .request import ExecutionRequest, Options
from .receipt import Receipt
from .runtime import Runtime
from .secret import Secret
from .settings import Settings
from .transport import failed
from .words import State, Verdict

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
LOG = logging.getLogger("freehold")
_CONNECT_SECONDS = 10.0
_ABANDON_SECONDS = 5.0
_CHUNK_BYTES = 1 << 16


class AsyncClient:
    """A Freehold server, for asyncio: what ``Client`` is, with ``await`` and ``async for``. Use it in ``async with``."""

    def __init__(
        self,
        server: str | None = None,
        key: str | None = None,
        *,
        retries: Retries = Retries(),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        try:
            import httpx
        except ModuleNotFoundError as missing:
            raise ModuleNotFoundError("AsyncClient needs httpx: pip install 'freehold[async]'") from missing
        self._settings = Settings(server, key)
        self._retries = retries
        self._tls = tls
        self._failures = (httpx.TransportError, httpx.StreamError)
        self._http = httpx.AsyncClient(
            base_url=self._settings.server,
            headers=self._settings.headers,
            verify=tls or (ssl.create_default_context() if self._settings.address.scheme == "https" else False),
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=16),
        )

    def __repr__(self) -> str:
        return f"AsyncClient({self._settings!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def run(
        self, runtime: str, source: str | None = None, *, timeout: float | None = None, **options: Unpack[Options]
    ) -> Execution:
        """Runs one program to its end; see :meth:`Client.run`. If the task is cancelled, so is the execution."""
        request = ExecutionRequest(runtime=runtime, source=source, **options)
        key = talks.new_key()
        try:
            return await self._carry_out(talks.run(request, key, timeout, self._retries))
        except (TimedOut, asyncio.CancelledError):
            with suppress(FreeholdError, TimeoutError):
                async with asyncio.timeout(_ABANDON_SECONDS):
                    await self._carry_out(talks.abandon(request, key))
            raise

    async def submit(
        self,
        runtime: str,
        source: str | None = None,
        *,
        wait: float = 0,
        idempotency_key: str | None = None,
        **options: Unpack[Options],
    ) -> Execution:
        """Begins an execution; see :meth:`Client.submit`."""
        request = ExecutionRequest(runtime=runtime, source=source, **options)
        return await self._carry_out(talks.submit(request, idempotency_key or talks.new_key(), wait, self._retries))

    async def get(self, execution_id: str, *, wait: float = 0) -> Execution:
        return await self._carry_out(talks.get(execution_id, wait, self._retries))

    async def wait(self, execution_id: str, *, timeout: float | None = None) -> Execution:
        return await self._carry_out(talks.wait_for(execution_id, timeout, self._retries))

    async def executions(
        self,
        *,
        state: State | None = None,
        verdict: Verdict | None = None,
        runtime: str | None = None,
        labels: Mapping[str, str] | None = None,
        page_size: int = 50,
    ) -> AsyncIterator[Execution]:
        """Executions, newest first; pages are fetched as they are needed."""
        cursor: str | None = None
        while True:
            page = await self._carry_out(
                talks.page(state, verdict, runtime, labels or {}, cursor, page_size, self._retries)
            )
            for each in page.items:
                yield each
            cursor = page.next
            if cursor is None:
                return

    async def cancel(self, execution_id: str) -> Execution:
        return await self._carry_out(talks.cancel(execution_id, self._retries))

    async def delete(self, execution_id: str) -> None:
        await self._carry_out(talks.delete(execution_id, self._retries))

    async def events(self, execution_id: str, *, after: int = 0) -> AsyncIterator[Event]:
        """What happens, as it happens, up to Finished; see :meth:`Client.events`."""
        following = Following(execution_id, after, self._retries)
        while not following.is_over:
            try:
                async with self._open(following.call()) as answer:
                    async for chunk in answer.aiter_bytes():
                        for event in following.feed(chunk):
                            yield event
                        if following.is_over:
                            return
                raise ConnectionFailed("the stream of events ended before the execution did")
            except (ConnectionFailed, ApiError) as broken:
                pause = following.broken(broken)
            await asyncio.sleep(pause)

    async def artifact(self, execution_id: str, artifact: str | Artifact) -> bytes:
        return await self._carry_out(talks.artifact(execution_id, artifact, self._retries))

    async def download(self, execution_id: str, artifact: str | Artifact, to: str | os.PathLike[str]) -> None:
        """Writes an artifact to a file, without holding it in memory."""
        call = talks.artifact_call(execution_id, artifact)
        attempt = 0
        while True:
            attempt += 1
            try:
                async with self._open(call) as answer:
                    with open(to, "wb") as file:
                        async for chunk in answer.aiter_bytes():
                            await asyncio.to_thread(file.write, chunk)
                    return
            except (ConnectionFailed, ApiError) as broken:
                pause = self._retries.pause_after(attempt, broken)
            await asyncio.sleep(pause)

    async def upload(self, content: bytes | os.PathLike[str]) -> str:
        """Stores bytes or a file unless the server has them, and returns the digest."""
        body = content if isinstance(content, bytes) else Path(content)
        digest = await asyncio.to_thread(digest_of, body)
        return await self._carry_out(talks.upload(digest, body, self._retries))

    async def has_blob(self, digest: str) -> bool:
        return await self._carry_out(talks.has_blob(digest, self._retries))

    async def submit_batch(
        self,
        requests: Sequence[ExecutionRequest],
        *,
        labels: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> Batch:
        key = idempotency_key or talks.new_key()
        return await self._carry_out(talks.submit_batch(requests, labels, key, self._retries))

    async def get_batch(self, batch_id: str, *, wait: float = 0) -> Batch:
        return await self._carry_out(talks.get_batch(batch_id, wait, self._retries))

    async def wait_batch(self, batch_id: str, *, timeout: float | None = None) -> Batch:
        return await self._carry_out(talks.wait_for_batch(batch_id, timeout, self._retries))

    async def put_secret(self, name: str, value: str | bytes) -> Secret:
        """Stores a value of 4 to 65,536 bytes as the newest version of a secret; it is never given back. Needs the right ``secrets``."""
        content = value.encode() if isinstance(value, str) else value
        return await self._carry_out(talks.put_secret(name, content, self._retries))

    async def secrets(self) -> tuple[Secret, ...]:
        """The names and newest versions of what is stored; never a value."""
        return await self._carry_out(talks.secrets(self._retries))

    async def delete_secret(self, name: str) -> None:
        """Erases all values of a secret. Executions that wait for it are cancelled when their turn comes."""
        await self._carry_out(talks.delete_secret(name, self._retries))

    async def receipt(self, execution_id: str) -> Receipt:
        """The signed receipt of an execution that has ended, not verified; Conflict while it lives."""
        return await self._carry_out(talks.receipt(execution_id, self._retries))

    def attach(self, execution_id: str, *, after: int = 0) -> AbstractAsyncContextManager[AsyncConversation]:
        """Talks to an ``interactive`` execution; see :meth:`Client.attach`."""
        return opened_async(self._settings, talks.attach_path(execution_id, after), self._tls)

    async def runtimes(self) -> tuple[Runtime, ...]:
        return await self._carry_out(talks.runtimes(self._retries))

    async def runtime(self, name: str) -> Runtime:
        return await self._carry_out(talks.runtime(name, self._retries))

    async def _carry_out(self, talk: Talk[T]) -> T:
        try:
            step = next(talk)
            while True:
                if isinstance(step, Pause):
                    await asyncio.sleep(step.seconds)
                    step = talk.send(None)
                    continue
                try:
                    reply = await self._exchange(step)
                except ConnectionFailed as failure:
                    step = talk.throw(failure)
                else:
                    step = talk.send(reply)
        except StopIteration as end:
            value: T = end.value
            return value

    async def _exchange(self, call: Call) -> Reply:
        try:
            answer = await self._http.send(self._request(call))
        except self._failures as lost:
            raise failed(self._settings.server, lost) from lost
        LOG.debug("%s %s answered %d", call.method, call.path.partition("?")[0], answer.status_code)
        return Reply(answer.status_code, answer.headers, answer.content)

    @asynccontextmanager
    async def _open(self, call: Call) -> AsyncIterator[httpx.Response]:
        """An answer of status 200 whose body is read bit by bit."""
        try:
            answer = await self._http.send(self._request(call), stream=True)
            try:
                if answer.status_code != 200:
                    raise error_of(answer.status_code, answer.headers, await answer.aread())
                yield answer
            finally:
                await answer.aclose()
        except self._failures as lost:
            raise failed(self._settings.server, lost) from lost

    def _request(self, call: Call) -> httpx.Request:
        headers = dict(call.headers)
        body: bytes | AsyncIterator[bytes] | None
        if isinstance(call.body, Path):
            headers["Content-Length"] = str(call.body.stat().st_size)
            body = _content(call.body)
        else:
            body = call.body
        timeout = {"connect": _CONNECT_SECONDS, "read": call.silence, "write": call.silence, "pool": None}
        return self._http.build_request(
            call.method, call.path, headers=headers, content=body, extensions={"timeout": timeout}
        )


async def _content(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
            yield chunk
