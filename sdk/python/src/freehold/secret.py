"""What a tenant keeps for its programs. A value is put, and never given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """The newest version of a secret, without its value."""

    name: str
    version: int
    put_at: datetime
    put_by: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class SecretList:
    items: tuple[Secret, ...]
