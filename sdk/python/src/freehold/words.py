"""The closed lists of the contract. A test compares each with the server's OpenAPI document."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    QUEUED = "queued"
    BUILDING = "building"
    RUNNING = "running"
    FINISHED = "finished"


class Verdict(StrEnum):
    """How an execution ended. The server's failure is FAULTED; every other is about the program."""

    FAULTED = "faulted"
    CANCELLED = "cancelled"
    BUILD_FAILED = "build_failed"
    MEMORY_EXCEEDED = "memory_exceeded"
    CPU_EXCEEDED = "cpu_exceeded"
    WALL_EXCEEDED = "wall_exceeded"
    OUTPUT_EXCEEDED = "output_exceeded"
    FORBIDDEN = "forbidden"
    CRASHED = "crashed"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


class Tier(StrEnum):
    PROCESS = "process"
    GVISOR = "gvisor"
    MICROVM = "microvm"


class Start(StrEnum):
    COLD = "cold"
    WARM = "warm"


class Origin(StrEnum):
    HOST = "host"
    BUNDLE = "bundle"


class Retain(StrEnum):
    FULL = "full"
    DIGEST = "digest"
    NONE = "none"


class Stream(StrEnum):
    STDOUT = "stdout"
    STDERR = "stderr"


class Signal(StrEnum):
    """Those that can be sent to a program."""

    SIGHUP = "SIGHUP"
    SIGINT = "SIGINT"
    SIGQUIT = "SIGQUIT"
    SIGKILL = "SIGKILL"
    SIGUSR1 = "SIGUSR1"
    SIGUSR2 = "SIGUSR2"
    SIGTERM = "SIGTERM"
    SIGCONT = "SIGCONT"
    SIGTSTP = "SIGTSTP"


class StepName(StrEnum):
    BUILD = "build"
    RUN = "run"


class Slug(StrEnum):
    """What a problem is about; each is documented by the server at ``/errors/<slug>``."""

    MALFORMED = "malformed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    POLICY_DENIED = "policy-denied"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    CONFLICT = "conflict"
    TOO_LARGE = "too-large"
    NOT_JSON = "not-json"
    INVALID = "invalid"
    LIMIT_ABOVE_CEILING = "limit-above-ceiling"
    RUNTIME_UNKNOWN = "runtime-unknown"
    RUNTIME_MISSING = "runtime-missing"
    TIER_UNAVAILABLE = "tier-unavailable"
    NOT_OFFERED = "not-offered"
    QUEUE_FULL = "queue-full"
    RATE_EXCEEDED = "rate-exceeded"
    CONCURRENCY_EXCEEDED = "concurrency-exceeded"
    BUDGET_EXCEEDED = "budget-exceeded"
    FAULT = "fault"
    UNAVAILABLE = "unavailable"
