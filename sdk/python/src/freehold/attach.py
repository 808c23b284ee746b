"""Talking to a program while it runs: input, signals and sizes there, output and the end back. Pure, as exchange.py: no I/O."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from .errors import ConnectionFailed, UnexpectedAnswer, error_of
from .events import Event, event_of
from .words import Signal

_INPUT_MOST_BYTES = 128 << 10
"""Of one message; in base64, it has to fit into 256 KiB."""


def inputs(content: str | bytes) -> Iterator[str]:
    """The messages that say it, in their order."""
    whole = content.encode() if isinstance(content, str) else content
    for begin in range(0, len(whole), _INPUT_MOST_BYTES):
        part = whole[begin : begin + _INPUT_MOST_BYTES]
        yield json.dumps({"stdin_base64": base64.b64encode(part).decode("ascii")})


def end_of_input() -> str:
    return json.dumps({"eof": True})


def signal(which: Signal) -> str:
    return json.dumps({"signal": Signal(which).value})


def size(rows: int, columns: int) -> str:
    return json.dumps({"resize": {"rows": rows, "columns": columns}})


def heard(message: str | bytes) -> Event | None:
    """What the server says; None for what only a newer one does. Raises what it refused."""
    try:
        document: dict[str, Any] = json.loads(message)
        name, data = document["event"], document["data"]
        if name == "refused":
            raise error_of(data["status"], {}, json.dumps(data).encode())
        return event_of(int(document["id"]), name, json.dumps(data))
    except (ValueError, KeyError, TypeError):
        raise UnexpectedAnswer("a message of a conversation is not as the contract says") from None


def ended(code: int | None, reason: str) -> ConnectionFailed:
    return ConnectionFailed(f"the conversation ended before the execution did: {code or 'no code'} {reason}".rstrip())
