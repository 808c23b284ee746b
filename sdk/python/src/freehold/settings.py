"""Where the server is, and what is shown to it."""

from __future__ import annotations

import os
from urllib.parse import SplitResult, urlsplit


SERVER_DEFAULT = "http://127.0.0.1:8080"
AGENT = "freehold-python/0.1.0"


class Settings:
    """An address and perhaps a key. The key is in the headers and nowhere else: no text made of this object holds it."""

    __slots__ = ("_key", "address")

    def __init__(self, server: str | None, key: str | None) -> None:
        named = server or os.environ.get("FREEHOLD_SERVER") or SERVER_DEFAULT
        self.address = _address(named)
        # A key from the environment is for the server of the environment, and is shown to no other.
        environment = os.environ.get("FREEHOLD_SERVER") or SERVER_DEFAULT
        same = _origin(self.address) == _origin(_address(environment)) if server else True
        self._key = key or (os.environ.get("FREEHOLD_KEY") if same else None) or None
        if self._key is not None and not (self._key.isascii() and self._key.isprintable() and " " not in self._key):
            raise ValueError("the key has characters that no key has: is there a line break at its end?")

    @property
    def headers(self) -> dict[str, str]:
        headers = {"User-Agent": AGENT, "Accept": "application/json"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        return headers

    @property
    def server(self) -> str:
        return self.address.geturl()

    def __repr__(self) -> str:
        return f"{self.server!r}, {'with' if self._key else 'without'} a key"


def _address(text: str) -> SplitResult:
    try:
        address = urlsplit(text.rstrip("/"))
        port_is_one = address.port is None or address.port > 0
    except ValueError:
        port_is_one = False
    if not port_is_one or address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError(f"not the address of a server, such as {SERVER_DEFAULT}: {_without_user(text)!r}")
    if address.username is not None or address.query or address.fragment:
        raise ValueError("an address of a server has no user, query or fragment; give the key as `key`")
    return address


def _origin(address: SplitResult) -> tuple[str, str | None, int]:
    return address.scheme, address.hostname, address.port or {"http": 80, "https": 443}[address.scheme]


def _without_user(text: str) -> str:
    return text.rpartition("@")[2]


