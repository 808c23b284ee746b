"""JSON to frozen dataclasses, by their annotations. Unknown fields are passed over: a newer server may say more."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from .errors import UnexpectedAnswer

T = TypeVar("T")


def decode(kind: type[T], body: bytes) -> T:
    """The value of that kind, or UnexpectedAnswer: never one with a field of another type than it says."""
    try:
        document = json.loads(body)
    except ValueError:
        raise UnexpectedAnswer("the answer is not JSON: is this a Freehold server?") from None
    return cast(T, _value(kind, document, ""))


@lru_cache(maxsize=None)
def _fields(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (field.name, hints[field.name], field.default is dataclasses.MISSING) for field in dataclasses.fields(kind)
    )


def _value(kind: Any, value: object, where: str) -> object:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        (kind,) = (each for each in arguments if each is not type(None))
        return _value(kind, value, where)
    if origin is tuple and isinstance(value, list):
        return tuple(_value(arguments[0], each, f"{where}/{i}") for i, each in enumerate(value))
    if origin is Mapping and isinstance(value, dict):
        return types.MappingProxyType({k: _value(arguments[1], v, f"{where}/{k}") for k, v in value.items()})
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        return _record(kind, value, where)
    if kind is Any:
        return value
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and type(value) is kind:
        return value
    if isinstance(value, str) and isinstance(kind, type) and issubclass(kind, Enum | datetime):
        return _word(kind, value, where)
    raise UnexpectedAnswer(f"#{where} has another type than the contract says")


def _record(kind: Any, value: Mapping[str, object], where: str) -> object:
    found: dict[str, object] = {}
    for name, field, required in _fields(kind):
        if name in value:
            found[name] = _value(field, value[name], f"{where}/{name}")
        elif required:
            raise UnexpectedAnswer(f"#{where} lacks {name}")
    record: object = kind(**found)
    return record


def _word(kind: type[Enum | datetime], value: str, where: str) -> object:
    try:
        return datetime.fromisoformat(value) if kind is datetime else kind(value)  # type: ignore[arg-type, call-arg]
    except ValueError:
        raise UnexpectedAnswer(f"#{where} is {value!r}, which this client does not know") from None
