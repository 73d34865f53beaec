"""One service on the network, asked with care: only its own host, within a time and a size, and once more if it fails.

Nothing in kg asks the network unless a person names the address. A redirection is told and not followed, since the
person named one host; an answer is read up to a limit; what fails in passing is tried once more after a pause.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg import __version__
from kg.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPMessage, HTTPResponse

__all__ = ["Remote"]

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer."""

PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses of HTTP that may be gone the next time."""

PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before the second try, where the service asks for none, and how many it may ask for."""

CHUNK = 65536


class _Stay(HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(
        self,
        req: Request,  # noqa: ARG002 - the handler's signature
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> Request | None:
        """Go nowhere, whatever the answer says."""
        return None


class _Passing(Exception):  # noqa: N818 - a signal within this module
    """What may be gone the next time, with the seconds to wait."""

    def __init__(self, problem: str, pause: float = PAUSE) -> None:
        super().__init__(problem)
        self.pause = pause


@dataclass(frozen=True)
class Remote:
    """A service by its address.

    Attributes:
        url: where it answers, over http or https.
        timeout: seconds that the service may be silent, and that an answer may take once it begins.
        pause: how to wait; tests pass their own.

    Raises:
        ServiceError: the address is none that can be asked.
    """

    url: str
    timeout: float = 30.0
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if usable and "@" in parts.netloc:
            raise ServiceError(f"{parts.hostname}: a name or password in an address is not sent; leave it out")
        if not usable or not self.url.isascii() or any(one.isspace() for one in self.url):
            raise ServiceError(f"{self.url!r}: no address of a service; give one such as https://data.example.org/api")

    def json(self, fields: Mapping[str, str] | None = None, accept: str = "application/json") -> object:
        """What the service answers, as JSON.

        Raises:
            ServiceError: as for :meth:`ask`, or the answer is no JSON.
        """
        answer = self.ask(fields, accept)
        try:
            found: object = json.loads(answer)
        except (ValueError, RecursionError) as error:
            shown = answer[:40].decode(errors="replace")
            advice = "is this the address of the service itself, not of a page about it?"
            raise ServiceError(f"{self.url}: answers with what is no JSON ({shown!r}); {advice}") from error
        return found

    def ask(self, fields: Mapping[str, str] | None = None, accept: str = "*/*") -> bytes:
        """What the service answers to a form that is posted, or to a plain request.

        Raises:
            ServiceError: it cannot be reached, refuses, redirects, takes too long or answers too much.
        """
        try:
            return self._once(fields, accept)
        except _Passing as first:
            self.pause(first.pause)
        try:
            return self._once(fields, accept)
        except _Passing as again:
            raise ServiceError(f"{self.url}: {again}, twice; try later, or with smaller batches") from again

    def _once(self, fields: Mapping[str, str] | None, accept: str) -> bytes:
        data = None if fields is None else urlencode(fields).encode()
        headers = {"Accept": accept, "User-Agent": f"kg/{__version__}"}
        request = Request(self.url, data, headers)  # noqa: S310 - http or https, checked above
        deadline = time.monotonic() + self.timeout
        try:
            with build_opener(_Stay).open(request, timeout=self.timeout) as response:
                return self._read(response, deadline)
        except HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except TimeoutError as error:
            raise _Passing(f"no answer within {self.timeout:g} s") from error
        except (HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                raise _Passing(f"no answer within {self.timeout:g} s") from error
            raise _Passing(f"cannot be reached ({getattr(reason, 'strerror', None) or reason})") from error

    def _read(self, response: HTTPResponse, deadline: float) -> bytes:
        """The body, unless it is too large, drips too slowly or breaks off."""
        parts, size = [], 0
        while part := response.read1(CHUNK):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise ServiceError(f"{self.url}: answers more than {LARGEST:,} bytes; ask for less at a time")
            if time.monotonic() > deadline:
                raise TimeoutError
        if response.length:
            raise _Passing("breaks its answer off")
        return b"".join(parts)

    def _refusal(self, error: HTTPError) -> Exception:
        if error.code in PASSING:
            return _Passing(f"answers with status {error.code}", _wait(error.headers.get("Retry-After")))
        if 300 <= error.code < 400 and (place := error.headers.get("Location")):
            return ServiceError(f"{self.url}: has moved to {place}; give that address if you trust it")
        return ServiceError(f"{self.url}: refuses with status {error.code}; check the address and what it asks for")


def _wait(asked: str | None) -> float:
    """Seconds to wait, by what a service asks for.

    >>> _wait("5"), _wait("3600"), _wait(None), _wait("Wed, 21 Oct 2026 07:28:00 GMT")
    (5.0, 30.0, 1.0, 1.0)
    """
    return min(float(asked), LONGEST_PAUSE) if asked and asked.isdigit() else PAUSE
