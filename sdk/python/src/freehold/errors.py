"""What can go wrong, as exceptions. What the *program* did wrong is no exception but a verdict."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from .words import Slug


class FreeholdError(Exception):
    """All that this package raises, but for wrong arguments (ValueError, TypeError)."""


class ConnectionFailed(FreeholdError):
    """The server was not reached, or went away before its answer was whole."""


class UnexpectedAnswer(FreeholdError):
    """The answer is none of this API's: another server, a proxy's page, or a word that a newer server added."""


class TimedOut(FreeholdError, TimeoutError):
    """The time that the caller gave is over, and what was waited for had not ended."""


_SLUGS: Mapping[str, Slug] = {each.value: each for each in Slug}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One bad value: ``pointer`` is ``#/limits/cpu_ms`` in a body, ``?limit`` in a query."""

    pointer: str
    detail: str


class ApiError(FreeholdError):
    """The server declined, and says why and what to do in a problem document (RFC 9457)."""

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        detail: str,
        errors: tuple[FieldError, ...] = (),
        *,
        fault_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        pointed = "".join(f"\n  {each.pointer} {each.detail}" for each in errors)
        fault = f" (fault {fault_id})" if fault_id and fault_id not in detail else ""
        super().__init__(f"{slug} ({status}): {detail}{fault}{pointed}")
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = errors
        self.fault_id = fault_id
        self.retry_after = retry_after
        """Seconds after which to come again, where the server says so."""
        self.slug: Slug | str = _SLUGS.get(slug, slug)
        """A plain string where a newer server has a word that this client does not know."""


class Refused(ApiError):
    """400, 405, 413, 415, 422: understood or not, this request will not be carried out; ``errors`` points at the values."""


class Unauthenticated(ApiError):
    """401: no key, or none that this server knows."""


class Forbidden(ApiError):
    """403: the key lacks that right."""


class NotFound(ApiError):
    """404: not there, or another tenant's, which looks the same."""


class Conflict(ApiError):
    """409: an idempotency key with another body, or erasing what lives."""


class Busy(ApiError):
    """429, after all retries."""


class Unavailable(ApiError):
    """502, 503, 504, after all retries."""


class Fault(ApiError):
    """Any other 5xx: the server failed; ``fault_id`` names it in its log."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    429: Busy,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def error_of(status: int, headers: Mapping[str, str], body: bytes) -> FreeholdError:
    """The exception for an answer that is no success. Header names are in lower case."""
    kind = _BY_STATUS.get(status, Fault if status >= 500 else Refused)
    retry_after = _seconds(headers.get("retry-after", ""))
    if status < 400:
        return UnexpectedAnswer(f"the answer has status {status}, which this API has not: is this a Freehold server?")
    try:
        problem = json.loads(body)
        return kind(
            status,
            problem["type"].removeprefix("/errors/"),
            problem["title"],
            problem["detail"],
            tuple(FieldError(each["pointer"], each["detail"]) for each in problem.get("errors", ())),
            fault_id=problem.get("fault_id"),
            retry_after=retry_after,
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        # An answer to HEAD has no body, and one of a proxy is no problem document.
        return kind(status, f"http-{status}", "No problem document", "The answer says no more.", retry_after=retry_after)


def _seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() else None
