"""Signed receipts: DSSE envelopes around in-toto statements. ``freehold receipt verify`` checks signature and chain, without a server."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it came, for DSSE libraries and for ``freehold receipt verify``. Nothing here has been verified."""

    envelope: bytes
    """The bytes of the envelope, in JSON."""

    @property
    def statement(self) -> dict[str, Any]:
        """The statement as the server says it: what ran, on what, under which policy, and what came out."""
        statement: dict[str, Any] = json.loads(base64.b64decode(json.loads(self.envelope)["payload"]))
        return statement
