"""What is asked for. Absent means the server's default; what a server does not offer it refuses, and never ignores."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from .words import Retain, StepName, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ceilings of one step. Above the server's ceiling is refused, never lowered."""

    cpu_ms: int | None = None
    wall_ms: int | None = None
    memory_bytes: int | None = None
    processes: int | None = None
    output_bytes: int | None = None
    disk_bytes: int | None = None
    open_files: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of the program: its content, or the digest of one that was uploaded (``sha256:…``)."""

    path: str
    content: str | bytes | None = None
    blob: str | None = field(default=None, kw_only=True)
    executable: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if (self.content is None) == (self.blob is None):
            raise ValueError(f"a file has either content or blob: {self.path!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    args: Sequence[str] | None = None
    env: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Command:
    """A command line in place of the runtime's own, in the root of that step: ``build`` has the compiler. Nothing is built then."""

    argv: Sequence[str]
    step: StepName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretUse:
    """A stored secret that the run step gets: as the variable ``env`` or as the file ``file``; its newest version unless one is named."""

    name: str
    env: str | None = None
    file: str | None = None
    version: int | None = None

    def __post_init__(self) -> None:
        if (self.env is None) == (self.file is None):
            raise ValueError(f"a secret is given as either env or file: {self.name!r}")


@dataclass(frozen=True, slots=True)
class Network:
    allow: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Terminal:
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Callback:
    """Where the finished execution is posted. ``secret`` (``whsec_…``) signs it; by default the tenant's own does."""

    url: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRequest:
    """One program. Either ``source`` or ``files``; with a ``command`` neither is needed. The environment may hold secrets, so it is not shown by ``repr``."""

    runtime: str
    source: str | None = None
    files: Sequence[File] | None = None
    entry: str | None = None
    args: Sequence[str] | None = None
    env: Mapping[str, str] | None = field(default=None, repr=False)
    build: Build | None = None
    stdin: str | bytes | None = field(default=None, repr=False)
    limits: Limits | None = None
    build_limits: Limits | None = None
    network: Network | None = None
    tier: Tier | None = None
    deterministic: bool | None = None
    secrets: Sequence[SecretUse] | None = None
    collect: Sequence[str] | None = None
    terminal: Terminal | None = None
    interactive: bool | None = None
    labels: Mapping[str, str] | None = None
    callback: Callback | None = None
    retain: Retain | None = None
    command: Command | None = None

    def __post_init__(self) -> None:
        given = (self.source is not None) + (self.files is not None)
        if given > 1 or (given == 0 and self.command is None):
            raise ValueError("a request has either source or files")


class Options(TypedDict, total=False):
    """What ``run`` and ``submit`` take by name: the fields of ExecutionRequest but for ``runtime`` and ``source``."""

    files: Sequence[File]
    entry: str
    args: Sequence[str]
    env: Mapping[str, str]
    build: Build
    stdin: str | bytes
    limits: Limits
    build_limits: Limits
    network: Network
    tier: Tier
    deterministic: bool
    secrets: Sequence[SecretUse]
    collect: Sequence[str]
    terminal: Terminal
    interactive: bool
    labels: Mapping[str, str]
    callback: Callback
    retain: Retain
    command: Command


_BINARY = {"stdin", "content"}


def to_json(value: object) -> Any:
    """What ``json.dumps`` writes: no absent fields, and bytes as ``…_base64`` beside the name of the text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        document: dict[str, Any] = {}
        for each in dataclasses.fields(value):
            item = getattr(value, each.name)
            if isinstance(item, bytes) and each.name in _BINARY:
                document[each.name + "_base64"] = base64.b64encode(item).decode("ascii")
            elif item is not None:
                document[each.name] = to_json(item)
        return document
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {name: to_json(item) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [to_json(item) for item in value]
    return value
