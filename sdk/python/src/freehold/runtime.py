"""What the server says of the languages it runs."""

from __future__ import annotations

from dataclasses import dataclass

from .execution import EffectiveLimits
from .words import Origin


@dataclass(frozen=True, slots=True)
class RuntimeVersion:
    version: str
    digest: str
    origin: Origin
    size_bytes: int
    warning: str | None
    """What is not as it was meant to be, such as a cache that could not be filled."""


@dataclass(frozen=True, slots=True)
class RuntimeStep:
    command: tuple[str, ...]
    limits: EffectiveLimits


@dataclass(frozen=True, slots=True)
class RuntimeSteps:
    build: RuntimeStep | None
    run: RuntimeStep


@dataclass(frozen=True, slots=True)
class Runtime:
    """A language; ``reason`` says why one that is not installed cannot be run."""

    name: str
    title: str
    aliases: tuple[str, ...]
    extensions: tuple[str, ...]
    source: str
    installed: bool
    reason: str | None
    versions: tuple[RuntimeVersion, ...]
    steps: RuntimeSteps


@dataclass(frozen=True, slots=True)
class RuntimeList:
    items: tuple[Runtime, ...]
