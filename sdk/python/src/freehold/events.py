"""What happens in an execution while it happens, and taking up a broken stream where it broke. Pure, as exchange.py."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .codec import decode
from .errors import ApiError, ConnectionFailed, UnexpectedAnswer
from .exchange import Call, Retries
from .execution import Execution
from .talks import events_call
from .words import State, StepName, Stream


@dataclass(frozen=True, slots=True)
class StateChanged:
    """``position`` is where to resume behind this event, here as in every event."""

    position: int
    state: State


@dataclass(frozen=True, slots=True)
class Output:
    """A part of one stream of one step. ``offset`` counts its bytes from 0; a part may end within a character."""

    position: int
    stream: Stream
    step: StepName
    offset: int
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event: the execution as it is at its end."""

    position: int
    execution: Execution


Event: TypeAlias = StateChanged | Output | Finished

STREAMS = frozenset(each.value for each in Stream)


class Following:
    """The events of one execution over as many connections as it takes. An event is told once, whatever breaks between."""

    def __init__(self, execution_id: str, after: int, retries: Retries) -> None:
        self._execution_id = execution_id
        self._position = after
        self._retries = retries
        self._fruitless = 0
        self._parser = _Parser()
        self.is_over = False

    def call(self) -> Call:
        self._parser = _Parser()
        return events_call(self._execution_id, self._position)

    def feed(self, chunk: bytes) -> Iterator[Event]:
        for position, name, text in self._parser.feed(chunk):
            event = event_of(position, name, text)
            # A server that crashed runs what it had promised again, from its first event on.
            if event is None or (position <= self._position and not isinstance(event, Finished)):
                continue
            self._fruitless = 0
            self._position = position
            self.is_over = isinstance(event, Finished)
            yield event
            if self.is_over:
                return

    def broken(self, failure: ConnectionFailed | ApiError) -> float:
        """Seconds until the next connection; raises the failure after as many in a row as brought nothing."""
        self._fruitless += 1
        return self._retries.pause_after(self._fruitless, failure)


def event_of(position: int, name: str, text: str) -> Event | None:
    try:
        if name == "state":
            return StateChanged(position, State(json.loads(text)["state"]))
        if name == "finished":
            return Finished(position, decode(Execution, text.encode()))
        if name in STREAMS:
            part = json.loads(text)
            content = part["text"].encode() if "text" in part else base64.b64decode(part["base64"], validate=True)
            return Output(position, Stream(name), StepName(part["step"]), int(part["offset"]), content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnexpectedAnswer(f"an event {name!r} is not as the contract says") from None
    return None  # a newer server's


class _Parser:
    """Server-sent events (HTML Standard, section 9.2) with ids that are positions. An event without one is passed over."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._name = ""
        self._id = ""
        self._lines: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[tuple[int, str, str]]:
        searched = max(0, len(self._rest) - 1)
        self._rest += chunk
        begin = 0
        while (end := self._rest.find(b"\n", max(begin, searched))) >= 0:
            line = self._rest[begin:end].removesuffix(b"\r").decode(errors="replace")
            begin = end + 1
            if line:
                self._field(line)
                continue
            if self._lines and self._id.isdecimal():
                yield int(self._id), self._name, "\n".join(self._lines)
            self._name, self._lines = "", []
        del self._rest[:begin]

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._name = value
        elif name == "id":
            self._id = value
        elif name == "data":
            self._lines.append(value)
