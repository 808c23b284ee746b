"""Client of Freehold, which runs untrusted code on machines you own.

    import freehold

    print(freehold.run("python", "print(6 * 7)").stdout)

``Client`` is the whole API, ``AsyncClient`` the same for asyncio (needs ``freehold[async]``). Where the server is and what
key to show come from FREEHOLD_SERVER and FREEHOLD_KEY unless they are given.
"""

from __future__ import annotations

from typing import Unpack

from .aio import AsyncClient
from .client import Client
from .conversation import AsyncConversation, Conversation
from .errors import (
    ApiError,
    Busy,
    Conflict,
    ConnectionFailed,
    Fault,
    FieldError,
    Forbidden,
    FreeholdError,
    NotFound,
    Refused,
    TimedOut,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
)
from .events import Event, Finished, Output, StateChanged
from .execution import Artifact, Batch, EffectiveLimits, Evidence, Execution, PolicyVersion, Repeatability, RuntimeUsed, SecretVersion, Step, Timing, Usage
from .exchange import Retries
from .receipt import Receipt
from .request import Build, Callback, Command, ExecutionRequest, File, Limits, Network, Options, SecretUse, Terminal
from .runtime import Runtime, RuntimeStep, RuntimeSteps, RuntimeVersion
from .secret import Secret
from .words import Origin, Retain, Signal, Slug, Start, State, StepName, Stream, Tier, Verdict

__version__ = "0.1.0"


def run(
    runtime: str, source: str | None = None, *, timeout: float | None = None, **options: Unpack[Options]
) -> Execution:
    """Runs one program to its end, with a client of its own; see :meth:`Client.run`."""
    with Client() as client:
        return client.run(runtime, source, timeout=timeout, **options)


__all__ = [
    "ApiError",
    "Artifact",
    "AsyncClient",
    "AsyncConversation",
    "Batch",
    "Build",
    "Busy",
    "Callback",
    "Client",
    "Command",
    "Conflict",
    "ConnectionFailed",
    "Conversation",
    "EffectiveLimits",
    "Event",
    "Evidence",
    "Execution",
    "ExecutionRequest",
    "Fault",
    "FieldError",
    "File",
    "Finished",
    "Forbidden",
    "FreeholdError",
    "Limits",
    "Network",
    "NotFound",
    "Options",
    "Origin",
    "Output",
    "PolicyVersion",
    "Receipt",
    "Refused",
    "Repeatability",
    "Retain",
    "Retries",
    "Runtime",
    "RuntimeStep",
    "RuntimeSteps",
    "RuntimeUsed",
    "RuntimeVersion",
    "Secret",
    "SecretUse",
    "SecretVersion",
    "Signal",
    "Slug",
    "Start",
    "State",
    "StateChanged",
    "Step",
    "StepName",
    "Stream",
    "Terminal",
    "Tier",
    "TimedOut",
    "Timing",
    "Unauthenticated",
    "Unavailable",
    "UnexpectedAnswer",
    "Usage",
    "Verdict",
    "run",
]
