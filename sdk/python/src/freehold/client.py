"""The blocking client, by the standard library alone."""

from __future__ import annotations

import hashlib
import os
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, Unpack

from . import talks
from .conversation import Conversation, opened
from .errors import ApiError, ConnectionFailed, FreeholdError, TimedOut, error_of
from .events import Event, Following
from .exchange import Pause, Retries, Talk
from .execution import Artifact, Batch, Execution
from .request import ExecutionRequest, Options
from .receipt import Receipt
from .runtime import Runtime
from .secret import Secret
from .settings import Settings
from .transport import Transport
from .words import State, Verdict

T = TypeVar("T")


class Client:
    """A Freehold server. Threads may share one; it keeps connections, so close it or use it in ``with``.

    ``server`` and ``key`` default to FREEHOLD_SERVER (or http://127.0.0.1:8080) and FREEHOLD_KEY. The key of the environment
    is shown to the server of the environment only. ``tls`` is for certificates of your own:
    ``ssl.create_default_context(cafile=…)``. Proxies of the environment are not used.
    """

    def __init__(
        self,
        server: str | None = None,
        key: str | None = None,
        *,
        retries: Retries = Retries(),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = Settings(server, key)
        self._retries = retries
        self._tls = tls
        self._transport = Transport(self._settings, tls)

    def __repr__(self) -> str:
        return f"Client({self._settings!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()

    def run(
        self, runtime: str, source: str | None = None, *, timeout: float | None = None, **options: Unpack[Options]
    ) -> Execution:
        """Runs one program to its end. Whatever it does is in the ``verdict``; only what the server declines is raised.

        After ``timeout`` seconds it is cancelled, and TimedOut is raised; so it is on Ctrl-C.
        """
        request = ExecutionRequest(runtime=runtime, source=source, **options)
        key = talks.new_key()
        try:
            return self._carry_out(talks.run(request, key, timeout, self._retries))
        except (TimedOut, KeyboardInterrupt):
            with suppress(FreeholdError):
                self._carry_out(talks.abandon(request, key))
            raise

    def submit(
        self,
        runtime: str,
        source: str | None = None,
        *,
        wait: float = 0,
        idempotency_key: str | None = None,
        **options: Unpack[Options],
    ) -> Execution:
        """Begins an execution, and returns it as it is after at most ``wait`` seconds (up to 120).

        It is durable once this returns. With an ``idempotency_key`` of your own, the same call within 24 hours gives the same
        execution.
        """
        request = ExecutionRequest(runtime=runtime, source=source, **options)
        return self._carry_out(talks.submit(request, idempotency_key or talks.new_key(), wait, self._retries))

    def get(self, execution_id: str, *, wait: float = 0) -> Execution:
        """The execution as it is, or as it is at its end if that comes within ``wait`` seconds (up to 120)."""
        return self._carry_out(talks.get(execution_id, wait, self._retries))

    def wait(self, execution_id: str, *, timeout: float | None = None) -> Execution:
        """The execution at its end. After ``timeout`` seconds TimedOut is raised, and it goes on."""
        return self._carry_out(talks.wait_for(execution_id, timeout, self._retries))

    def executions(
        self,
        *,
        state: State | None = None,
        verdict: Verdict | None = None,
        runtime: str | None = None,
        labels: Mapping[str, str] | None = None,
        page_size: int = 50,
    ) -> Iterator[Execution]:
        """Executions, newest first; pages are fetched as they are needed."""
        cursor: str | None = None
        while True:
            page = self._carry_out(
                talks.page(state, verdict, runtime, labels or {}, cursor, page_size, self._retries)
            )
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    def cancel(self, execution_id: str) -> Execution:
        """Asks for its end; one that has ended stays as it is."""
        return self._carry_out(talks.cancel(execution_id, self._retries))

    def delete(self, execution_id: str) -> None:
        """Erases an execution that has ended, and all that was kept of it."""
        self._carry_out(talks.delete(execution_id, self._retries))

    def events(self, execution_id: str, *, after: int = 0) -> Iterator[Event]:
        """What happens, as it happens, up to Finished. A connection that breaks is taken up where it broke.

        ``after`` is the ``position`` of an event already seen.
        """
        following = Following(execution_id, after, self._retries)
        while not following.is_over:
            try:
                with self._transport.stream(following.call()) as answer:
                    if answer.status != 200:
                        raise error_of(answer.status, answer.headers, answer.read())
                    for chunk in answer.chunks():
                        yield from following.feed(chunk)
                        if following.is_over:
                            return
                raise ConnectionFailed("the stream of events ended before the execution did")
            except (ConnectionFailed, ApiError) as broken:
                pause = following.broken(broken)
            time.sleep(pause)

    def artifact(self, execution_id: str, artifact: str | Artifact) -> bytes:
        """The bytes of a file that the execution brought back, by its path."""
        return self._carry_out(talks.artifact(execution_id, artifact, self._retries))

    def download(self, execution_id: str, artifact: str | Artifact, to: str | os.PathLike[str]) -> None:
        """Writes an artifact to a file, without holding it in memory."""
        call = talks.artifact_call(execution_id, artifact)
        attempt = 0
        while True:
            attempt += 1
            try:
                with self._transport.stream(call) as answer:
                    if answer.status != 200:
                        raise error_of(answer.status, answer.headers, answer.read())
                    with open(to, "wb") as file:
                        for chunk in answer.chunks():
                            file.write(chunk)
                    return
            except (ConnectionFailed, ApiError) as broken:
                pause = self._retries.pause_after(attempt, broken)
            time.sleep(pause)

    def upload(self, content: bytes | os.PathLike[str]) -> str:
        """Stores bytes or a file unless the server has them, and returns the digest, for ``File(path, blob=digest)``."""
        body = content if isinstance(content, bytes) else Path(content)
        return self._carry_out(talks.upload(digest_of(body), body, self._retries))

    def has_blob(self, digest: str) -> bool:
        return self._carry_out(talks.has_blob(digest, self._retries))

    def submit_batch(
        self,
        requests: Sequence[ExecutionRequest],
        *,
        labels: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> Batch:
        """Begins up to 1,000 executions, all or none. ``labels`` are for each of them that has none of that name."""
        key = idempotency_key or talks.new_key()
        return self._carry_out(talks.submit_batch(requests, labels, key, self._retries))

    def get_batch(self, batch_id: str, *, wait: float = 0) -> Batch:
        return self._carry_out(talks.get_batch(batch_id, wait, self._retries))

    def wait_batch(self, batch_id: str, *, timeout: float | None = None) -> Batch:
        """The batch when all of it has ended. After ``timeout`` seconds TimedOut is raised, and it goes on."""
        return self._carry_out(talks.wait_for_batch(batch_id, timeout, self._retries))

    def put_secret(self, name: str, value: str | bytes) -> Secret:
        """Stores a value of 4 to 65,536 bytes as the newest version of a secret; it is never given back. Needs the right ``secrets``."""
        content = value.encode() if isinstance(value, str) else value
        return self._carry_out(talks.put_secret(name, content, self._retries))

    def secrets(self) -> tuple[Secret, ...]:
        """The names and newest versions of what is stored; never a value."""
        return self._carry_out(talks.secrets(self._retries))

    def delete_secret(self, name: str) -> None:
        """Erases all values of a secret. Executions that wait for it are cancelled when their turn comes."""
        self._carry_out(talks.delete_secret(name, self._retries))

    def receipt(self, execution_id: str) -> Receipt:
        """The signed receipt of an execution that has ended, not verified; Conflict while it lives."""
        return self._carry_out(talks.receipt(execution_id, self._retries))

    def attach(self, execution_id: str, *, after: int = 0) -> AbstractContextManager[Conversation]:
        """Talks to an ``interactive`` execution, or watches any: ``with client.attach(id) as talk``. Needs ``freehold[attach]``.

        A connection that breaks is raised as ConnectionFailed, for what was being said may be lost; ``after`` is the
        ``position`` of an event already seen, to come back by.
        """
        return opened(self._settings, talks.attach_path(execution_id, after), self._tls)

    def runtimes(self) -> tuple[Runtime, ...]:
        """What can be run here, and what cannot and why."""
        return self._carry_out(talks.runtimes(self._retries))

    def runtime(self, name: str) -> Runtime:
        return self._carry_out(talks.runtime(name, self._retries))

    def _carry_out(self, talk: Talk[T]) -> T:
        try:
            step = next(talk)
            while True:
                if isinstance(step, Pause):
                    time.sleep(step.seconds)
                    step = talk.send(None)
                    continue
                try:
                    reply = self._transport.exchange(step)
                except ConnectionFailed as failure:
                    step = talk.throw(failure)
                else:
                    step = talk.send(reply)
        except StopIteration as end:
            value: T = end.value
            return value


def digest_of(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return "sha256:" + hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
