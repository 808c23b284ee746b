"""What is said to the server for each thing a client can do. No I/O: see exchange.py."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

from .codec import decode
from .errors import ApiError, ConnectionFailed, NotFound, TimedOut, UnexpectedAnswer
from .exchange import NO_RETRIES, SILENCE_SECONDS, Call, Pause, Retries, Talk, ask
from .execution import Artifact, Batch, Execution, Page
from .request import ExecutionRequest, to_json
from .receipt import Receipt
from .runtime import Runtime, RuntimeList
from .secret import Secret, SecretList
from .words import State, Verdict

_WAIT_MOST_SECONDS = 120.0
_WAIT_SECONDS = 30.0
_ID = re.compile(r"(exe|bat)_[0-9a-z]{1,64}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_SECRET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_JSON = {"Content-Type": "application/json"}


def new_key() -> str:
    return uuid.uuid4().hex


def submit(request: ExecutionRequest, key: str, wait: float, retries: Retries) -> Talk[Execution]:
    call = _post("/v1/executions" + _wait(wait), to_json(request), key, wait)
    return decode(Execution, (yield from ask(call, retries)).body)


def run(request: ExecutionRequest, key: str, timeout: float | None, retries: Retries) -> Talk[Execution]:
    deadline = _Deadline("the execution", timeout)
    execution = yield from submit(request, key, deadline.next_wait(), retries)
    while not execution.is_finished:
        deadline.check()
        execution = yield from get(execution.id, deadline.next_wait(), retries)
    return execution


def abandon(request: ExecutionRequest, key: str) -> Talk[None]:
    """Ends what was begun with that key: its id may not be known yet, and the same key and body tell it."""
    execution = yield from submit(request, key, 0, NO_RETRIES)
    if not execution.is_finished:
        yield from cancel(execution.id, NO_RETRIES)


def get(execution_id: str, wait: float, retries: Retries) -> Talk[Execution]:
    reply = yield from ask(_get(f"/v1/executions/{_checked(execution_id)}{_wait(wait)}", wait), retries)
    return decode(Execution, reply.body)


def wait_for(execution_id: str, timeout: float | None, retries: Retries) -> Talk[Execution]:
    deadline = _Deadline(execution_id, timeout)
    while True:
        execution = yield from get(execution_id, deadline.next_wait(), retries)
        if execution.is_finished:
            return execution
        deadline.check()


def page(
    state: State | None,
    verdict: Verdict | None,
    runtime: str | None,
    labels: Mapping[str, str],
    cursor: str | None,
    size: int,
    retries: Retries,
) -> Talk[Page]:
    query = {"state": state, "verdict": verdict, "runtime": runtime, "cursor": cursor, "limit": size}
    pairs = [(name, str(value)) for name, value in query.items() if value is not None]
    pairs += [("label", f"{name}:{value}") for name, value in labels.items()]
    return decode(Page, (yield from ask(_get("/v1/executions?" + urlencode(pairs)), retries)).body)


def cancel(execution_id: str, retries: Retries) -> Talk[Execution]:
    call = Call("POST", f"/v1/executions/{_checked(execution_id)}/cancel")
    return decode(Execution, (yield from ask(call, retries)).body)


def delete(execution_id: str, retries: Retries) -> Talk[None]:
    yield from _erase(Call("DELETE", f"/v1/executions/{_checked(execution_id)}"), retries)


def _erase(call: Call, retries: Retries) -> Talk[None]:
    """If an answer was lost, the next time it may no longer be there: that is what was wanted."""
    lost = False
    for attempt in count(1):
        try:
            yield from ask(call, NO_RETRIES)
            return
        except NotFound:
            if lost:
                return
            raise
        except (ApiError, ConnectionFailed) as failure:
            lost = lost or isinstance(failure, ConnectionFailed)
            pause = retries.pause_after(attempt, failure)
        yield Pause(pause)


def artifact_call(execution_id: str, artifact: str | Artifact) -> Call:
    path = artifact.path if isinstance(artifact, Artifact) else artifact
    if any(part in ("", ".", "..") for part in path.split("/")):
        raise ValueError(f"not a path of an artifact: {path!r}")
    return Call("GET", f"/v1/executions/{_checked(execution_id)}/artifacts/{quote(path)}")


def artifact(execution_id: str, path: str | Artifact, retries: Retries) -> Talk[bytes]:
    return (yield from ask(artifact_call(execution_id, path), retries)).body


def has_blob(digest: str, retries: Retries) -> Talk[bool]:
    try:
        yield from ask(Call("HEAD", _blob(digest)), retries)
    except NotFound:
        return False
    return True


def upload(digest: str, body: Any, retries: Retries) -> Talk[str]:
    if not (yield from has_blob(digest, retries)):
        headers = {"Content-Type": "application/octet-stream"}
        yield from ask(Call("PUT", _blob(digest), headers, body), retries)
    return digest


def submit_batch(
    requests: Sequence[ExecutionRequest], labels: Mapping[str, str] | None, key: str, retries: Retries
) -> Talk[Batch]:
    document: dict[str, Any] = {"executions": [to_json(each) for each in requests]}
    if labels is not None:
        document["labels"] = dict(labels)
    return decode(Batch, (yield from ask(_post("/v1/batches", document, key, 0), retries)).body)


def get_batch(batch_id: str, wait: float, retries: Retries) -> Talk[Batch]:
    reply = yield from ask(_get(f"/v1/batches/{_checked(batch_id)}{_wait(wait)}", wait), retries)
    return decode(Batch, reply.body)


def wait_for_batch(batch_id: str, timeout: float | None, retries: Retries) -> Talk[Batch]:
    deadline = _Deadline(batch_id, timeout)
    while True:
        batch = yield from get_batch(batch_id, deadline.next_wait(), retries)
        if batch.is_finished:
            return batch
        deadline.check()


def runtimes(retries: Retries) -> Talk[tuple[Runtime, ...]]:
    return decode(RuntimeList, (yield from ask(_get("/v1/runtimes"), retries)).body).items


def runtime(name: str, retries: Retries) -> Talk[Runtime]:
    if name in ("", ".", ".."):
        raise ValueError(f"not a name of a runtime: {name!r}")
    return decode(Runtime, (yield from ask(_get("/v1/runtimes/" + quote(name, safe="")), retries)).body)


def put_secret(name: str, value: bytes, retries: Retries) -> Talk[Secret]:
    """Where an answer was lost, a second version of the same value may be made; which of them is used makes no difference."""
    call = Call("PUT", _secret(name), {"Content-Type": "application/octet-stream"}, value)
    return decode(Secret, (yield from ask(call, retries)).body)


def secrets(retries: Retries) -> Talk[tuple[Secret, ...]]:
    return decode(SecretList, (yield from ask(_get("/v1/secrets"), retries)).body).items


def delete_secret(name: str, retries: Retries) -> Talk[None]:
    yield from _erase(Call("DELETE", _secret(name)), retries)


def receipt(execution_id: str, retries: Retries) -> Talk[Receipt]:
    reply = yield from ask(_get(f"/v1/executions/{_checked(execution_id)}/receipt"), retries)
    found = Receipt(reply.body)
    try:
        is_statement = isinstance(found.statement, dict)
    except (ValueError, KeyError, TypeError):
        is_statement = False
    if not is_statement:
        raise UnexpectedAnswer("the answer is no receipt: is this a Freehold server?")
    return found


class _Deadline:
    def __init__(self, subject: str, timeout: float | None) -> None:
        self._subject = subject
        self._timeout = timeout
        self._end = None if timeout is None else time.monotonic() + timeout

    def next_wait(self) -> float:
        return _WAIT_SECONDS if self._end is None else max(0.0, min(_WAIT_SECONDS, self._end - time.monotonic()))

    def check(self) -> None:
        if self._end is not None and self._timeout is not None and time.monotonic() >= self._end:
            raise TimedOut(f"{self._subject} had not ended after {self._timeout:g} s")


def _get(path: str, wait: float = 0) -> Call:
    return Call("GET", path, silence=wait + SILENCE_SECONDS)


def _post(path: str, document: object, key: str, wait: float) -> Call:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return Call("POST", path, {**_JSON, "Idempotency-Key": key}, body, wait + SILENCE_SECONDS)


def _wait(seconds: float) -> str:
    if not 0 <= seconds <= _WAIT_MOST_SECONDS:
        raise ValueError(f"wait is from 0 to {_WAIT_MOST_SECONDS:g} seconds: {seconds:g}")
    return f"?wait={round(seconds * 1000)}ms"


def _checked(identifier: str) -> str:
    if not _ID.fullmatch(identifier):
        raise ValueError(f"not an id: {identifier!r}")
    return identifier


def _blob(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"not a digest (sha256: and 64 hexadecimal digits): {digest!r}")
    return "/v1/blobs/" + digest


def _secret(name: str) -> str:
    if not _SECRET.fullmatch(name):
        raise ValueError(f"not a name of a secret: {name!r}")
    return "/v1/secrets/" + name


def attach_path(execution_id: str, after: int) -> str:
    return f"/v1/executions/{_checked(execution_id)}/attach?after={after}"


def events_call(execution_id: str, after: int) -> Call:
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
    return Call("GET", f"/v1/executions/{_checked(execution_id)}/events", headers)

