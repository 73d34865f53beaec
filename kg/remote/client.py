"""One service on the network, asked with care: only its own host, within a time and a size, and again if it fails.

Nothing in kg asks the network unless a person names the address. A redirection is told and not followed, since the
person named one host; an answer is read up to a limit; what fails in passing is tried again after a pause. A password
goes over https, or to this machine.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, TYPE_CHECKING, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from kg import __version__
from kg.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPMessage, HTTPResponse

__all__ = ["Remote"]

Taken = TypeVar("Taken")

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer."""

PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses of HTTP that may be gone the next time."""

PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds before the second try, where the service asks for none, and how many it may ask for."""

CHUNK = 65536

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
"""Names of this machine, which a password may be sent to as it is."""


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


class _Digest(HTTPDigestAuthHandler):
    """Gives a digest of the password where the service asks for that; other refusals stay as they are."""

    def http_error_401(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        """Ask again, with the digest or for what it is to be made of: Virtuoso says nothing to a plain password.

        Raises:
            ServiceError: no digest can be made as the service wants it.
        """
        wanted = headers.get("WWW-Authenticate", "").lower()
        if not wanted and "Authorization" in req.headers:
            req.remove_header("Authorization")
            answer: HTTPResponse = self.parent.open(req, timeout=req.timeout)
            return answer
        if not wanted.startswith("digest ") or "Authorization" in req.unredirected_hdrs:  # which was not taken
            return None
        try:
            return super().http_error_401(req, fp, code, msg, headers)
        except ValueError as error:  # of a way that the library does not know, or of a password that it cannot write
            raise ServiceError(
                f"{req.full_url}: wants a digest of the password that cannot be given ({error}); have it take MD5, and "
                "a name and a password of ASCII letters"
            ) from error


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
        tries: how often to ask before giving up, where a failure may pass.
        login: a name and a password (HTTP Basic, RFC 7617, or Digest, RFC 7616, as the service has it), or None.

    Raises:
        ServiceError: the address is none that can be asked, or none that a password may be sent to.
    """

    url: str
    timeout: float = 30.0
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)
    tries: int = 2
    login: tuple[str, str] | None = field(default=None, repr=False)

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
        if self.login and parts.scheme == "http" and parts.hostname not in _HERE:
            raise ServiceError(f"{self.url}: a password is not sent over plain http; use https")

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
        data = None if fields is None else urlencode(fields).encode()
        return self._tried(Request(self.url, data, {"Accept": accept}), self._read)  # noqa: S310 - checked above

    def send(self, method: str, body: bytes, media_type: str, query: Mapping[str, str]) -> None:
        """Give the service a body, by PUT or POST.

        Args:
            method: of HTTP.
            body: what is sent; it must do no harm if it arrives twice.
            media_type: what it is.
            query: what is added to the address.

        Raises:
            ServiceError: as for :meth:`ask`.
        """
        headers = {"Content-Type": media_type}
        self._tried(Request(self._with(query), body, headers, method=method), self._read)  # noqa: S310 - checked above

    def lines(self, query: Mapping[str, str], accept: str, most: int | None = None) -> int:
        """How many lines with something on them an answer of any size has; 0 where there is nothing (404).

        Args:
            query: what is added to the address.
            accept: the media type to ask for.
            most: when to stop counting.

        Raises:
            ServiceError: as for :meth:`ask`.
        """

        def count(response: HTTPResponse, _deadline: float) -> int:
            found = 0
            while (most is None or found < most) and (line := response.readline()):
                found += bool(line.strip()) and not line.startswith(b"#")
            if response.length and (most is None or found < most):
                raise _Passing("breaks its answer off")
            return found

        return self._tried(Request(self._with(query), headers={"Accept": accept}), count, missing=0)  # noqa: S310

    def _with(self, query: Mapping[str, str]) -> str:
        return f"{self.url}{'&' if urlsplit(self.url).query else '?'}{urlencode(query)}" if query else self.url

    def _tried(
        self, request: Request, take: Callable[[HTTPResponse, float], Taken], missing: Taken | None = None
    ) -> Taken:
        """What ``take`` makes of the answer, asked for again while failures may pass."""
        request.add_header("User-Agent", f"kg/{__version__}")
        for left in reversed(range(self.tries)):
            request.remove_header("Authorization")  # a digest, which may be used once
            if self.login:
                request.add_header("Authorization", f"Basic {base64.b64encode(':'.join(self.login).encode()).decode()}")
            try:
                return self._once(request, take, missing)
            except _Passing as problem:
                if not left:
                    times = "twice" if self.tries == 2 else f"{self.tries} times"
                    raise ServiceError(
                        f"{self.url}: {problem}, {times}; try later, or with smaller batches"
                    ) from problem
                self.pause(problem.pause)
        raise AssertionError("a service is asked once at least")

    def _once(self, request: Request, take: Callable[[HTTPResponse, float], Taken], missing: Taken | None) -> Taken:
        deadline = time.monotonic() + self.timeout
        try:
            with self._opener().open(request, timeout=self.timeout) as response:
                return take(response, deadline)
        except HTTPError as error:
            with error:
                if error.code == 404 and missing is not None:
                    return missing
                raise self._refusal(error) from error
        except TimeoutError as error:
            raise _Passing(f"no answer within {self.timeout:g} s") from error
        except (HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                raise _Passing(f"no answer within {self.timeout:g} s") from error
            raise _Passing(f"cannot be reached ({getattr(reason, 'strerror', None) or reason})") from error

    def _opener(self) -> OpenerDirector:
        if self.login is None:
            return build_opener(_Stay)
        known = HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, self.url, *self.login)
        return build_opener(_Stay, _Digest(known))

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
        if error.code in {401, 403}:
            advice = "check the name and the password" if self.login else "it wants to know who asks"
            return ServiceError(f"{self.url}: refuses with status {error.code}; {advice}")
        return ServiceError(f"{self.url}: refuses with status {error.code}; check the address and what it asks for")


def _wait(asked: str | None) -> float:
    """Seconds to wait, by what a service asks for.

    >>> _wait("5"), _wait("3600"), _wait(None), _wait("Wed, 21 Oct 2026 07:28:00 GMT")
    (5.0, 30.0, 1.0, 1.0)
    """
    return min(float(asked), LONGEST_PAUSE) if asked and asked.isdigit() else PAUSE
