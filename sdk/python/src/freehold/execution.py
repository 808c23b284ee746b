"""What the server says of executions: the records of the contract, in its words."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .words import Retain, Start, State, Stream, Tier, Verdict


@dataclass(frozen=True, slots=True)
class RuntimeUsed:
    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """The policy that granted an execution, as it was then."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Repeatability:
    """What is the same each time a deterministic execution runs on the same kernel and machine, and what is not, in words."""

    fixed: tuple[str, ...]
    not_fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecretVersion:
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class EffectiveLimits:
    cpu_ms: int
    wall_ms: int
    memory_bytes: int
    processes: int
    output_bytes: int
    disk_bytes: int
    open_files: int


@dataclass(frozen=True, slots=True)
class Usage:
    cpu_ms: float
    wall_ms: float
    memory_peak_bytes: int
    processes_peak: int
    output_bytes: int
    disk_peak_bytes: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step, build or run. Text has bad bytes replaced; ``stdout_bytes`` and ``stderr_bytes`` are exact."""

    exit_code: int | None
    signal: str | None
    stdout: str
    stderr: str
    truncated: tuple[Stream, ...]
    usage: Usage
    stdout_base64: str | None = None
    stderr_base64: str | None = None

    @property
    def stdout_bytes(self) -> bytes:
        return self.stdout.encode() if self.stdout_base64 is None else base64.b64decode(self.stdout_base64)

    @property
    def stderr_bytes(self) -> bytes:
        return self.stderr.encode() if self.stderr_base64 is None else base64.b64decode(self.stderr_base64)


@dataclass(frozen=True, slots=True)
class Evidence:
    limits_hit: tuple[str, ...]
    oom_kills: int
    denied_syscalls: tuple[str, ...]
    egress: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    queued_ms: float
    prepared_ms: float
    built_ms: float
    ran_ms: float
    collected_ms: float


@dataclass(frozen=True, slots=True)
class Artifact:
    path: str
    size_bytes: int
    sha256: str
    media_type: str
    href: str


@dataclass(frozen=True, slots=True)
class Execution:
    """One program run once. What is not known before the end is None until then."""

    id: str
    state: State
    verdict: Verdict | None
    explanation: str | None
    runtime: RuntimeUsed
    tier: Tier
    start: Start
    limits: EffectiveLimits
    build: Step | None
    run: Step | None
    evidence: Evidence | None
    timing: Timing | None
    artifacts: tuple[Artifact, ...]
    labels: Mapping[str, str]
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    receipt: str | None
    policy: PolicyVersion | None
    retain: Retain
    deterministic: Repeatability | None
    secrets: tuple[SecretVersion, ...]

    @property
    def is_finished(self) -> bool:
        return self.state is State.FINISHED

    @property
    def succeeded(self) -> bool:
        return self.verdict is Verdict.SUCCEEDED

    @property
    def stdout(self) -> str:
        """What the program wrote; empty where it did not run."""
        return "" if self.run is None else self.run.stdout

    @property
    def stderr(self) -> str:
        """What the program wrote to its error stream; empty where it did not run (a compiler's is ``build.stderr``)."""
        return "" if self.run is None else self.run.stderr


@dataclass(frozen=True, slots=True)
class Page:
    items: tuple[Execution, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Executions that were accepted together, in the order of the request."""

    id: str
    items: tuple[Execution, ...]
    finished: int
    total: int
    created_at: datetime

    @property
    def is_finished(self) -> bool:
        return self.finished == self.total
