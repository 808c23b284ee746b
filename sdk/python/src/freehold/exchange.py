"""One call and its answer, and coming again. Pure: what is said to the server is a generator, and a driver carries it out.

A *talk* yields a Call and is sent its Reply, or yields a Pause and is resumed after it; so the same talks serve the blocking
and the asynchronous client. Each call of this API may be repeated safely: those that begin something carry an idempotency key.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeAlias, TypeVar

from .errors import ApiError, ConnectionFailed, error_of

SILENCE_SECONDS = 30.0
"""How long a server may be silent in what it should answer at once; it sends a comment each 10 s where it streams."""

_COME_AGAIN = frozenset({429, 502, 503, 504})
_BACKOFF_SECONDS = 0.2
_BACKOFF_MOST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Path | None = field(default=None, repr=False)
    silence: float = SILENCE_SECONDS


@dataclass(frozen=True, slots=True)
class Reply:
    """``headers`` are by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


T = TypeVar("T")
Talk: TypeAlias = Generator[Call | Pause, Reply | None, T]


@dataclass(frozen=True, slots=True)
class Retries:
    """How often a call is made in all, and how long a pause may be: a server that asks for more is left alone, by the error."""

    attempts: int = 5
    longest_pause: float = 30.0

    def __post_init__(self) -> None:
        if self.attempts < 1 or self.longest_pause < 0:
            raise ValueError("attempts must be at least 1, and longest_pause not negative")

    def pause_after(self, attempt: int, failure: ConnectionFailed | ApiError) -> float:
        """Seconds to wait before the next attempt, or raises the failure if there is to be none."""
        pause: float = random.uniform(0.5, 1) * min(_BACKOFF_MOST_SECONDS, _BACKOFF_SECONDS * 2 ** (attempt - 1))
        if isinstance(failure, ApiError):
            if failure.status not in _COME_AGAIN:
                raise failure
            pause = pause if failure.retry_after is None else failure.retry_after
        if attempt >= self.attempts or pause > self.longest_pause:
            raise failure
        return pause


NO_RETRIES = Retries(attempts=1)


def ask(call: Call, retries: Retries) -> Talk[Reply]:
    """The answer of a call that succeeded."""
    for attempt in count(1):
        try:
            reply = yield call
        except ConnectionFailed as lost:
            pause = retries.pause_after(attempt, lost)
        else:
            assert reply is not None
            if 200 <= reply.status < 300:
                return reply
            failure = error_of(reply.status, reply.headers, reply.body)
            if not isinstance(failure, ApiError):
                raise failure
            pause = retries.pause_after(attempt, failure)
        yield Pause(pause)
    raise AssertionError("count() has no end")
