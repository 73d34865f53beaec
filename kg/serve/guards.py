"""What every request passes before it is answered, and what every answer carries.

==============  ===========================================================================================
headers         a content security policy and its like go on every answer, errors included
host            the name in ``Host`` must be this server's, or a page elsewhere could be read through a name
                that its owner has made to point here (DNS rebinding); an address of numbers is no such name
strangers       a request that a page of another site has sent is refused, so that no page which somebody
                visits can make their server work (the browser says so itself, in ``Sec-Fetch-Site``, or for
                what a form sends in ``Origin``)
address         one that is too long is refused with a word about POST, and so are headers that are too long
==============  ===========================================================================================
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from kg.serve.problems import Problem, answer_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "Guards", "is_here", "with_headers"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What every answer carries where the page itself says nothing else."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%-]+)(?::\d{0,5})?")
LOCAL = ("localhost", "ip6-localhost")


@dataclass(frozen=True)
class Guards:
    """The guards before an application.

    Attributes:
        app: what answers the requests that pass.
        names: of this server, beside localhost and addresses of numbers.
        origins: of other sites whose pages may ask here, or ``*`` for all.
        address_bytes: of the address of a request, at most.
        head_bytes: of its headers, at most.
    """

    app: ASGIApp
    names: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    address_bytes: int = 64 * 1024
    head_bytes: int = 32 * 1024

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                with_headers(MutableHeaders(scope=message), shared=bool(self.origins))
            await send(message)

        problem = self._problem(scope)
        if problem is None:
            await self.app(scope, receive, sent)
        else:
            await answer_problem(Request(scope), problem)(scope, receive, sent)

    def _problem(self, scope: Scope) -> Problem | None:
        headers = Headers(scope=scope)
        if len(scope["raw_path"]) + len(scope["query_string"]) > self.address_bytes:
            return Problem(
                414, f"the address is longer than {self.address_bytes:,} bytes; send the query by POST instead"
            )
        if sum(len(name) + len(value) for name, value in headers.raw) > self.head_bytes:
            return Problem(431, f"the headers are longer than {self.head_bytes:,} bytes; send fewer or shorter ones")
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return Problem(400, "a request names one host; send one Host header")
        name = _name(hosts[0])
        if name is None:
            return Problem(400, "the Host header cannot be read; send a name or an address, and a port if need be")
        if not is_here(hosts[0], self.names):
            return Problem(421, f"{name!r} is not a name of this server; start it with --host-name {name} if it is")
        if self._is_strange(headers, scope["method"]):
            return Problem(
                403,
                "a page of another site has sent this, and such are refused; start the server with --cors and its "
                "origin to let it ask here",
            )
        return None

    def _is_strange(self, headers: Headers, method: str) -> bool:
        """Whether a page of another site has sent a request that is no link which somebody followed."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin", "")
        if site is None:  # of browsers none but the old, and those that do not trust a plain address of the network
            own = not origin or origin.lower().partition("://")[2] == headers["host"].lower()
        else:
            own = site in {"none", "same-origin"}
        if own:
            return False
        if headers.get("sec-fetch-mode") == "navigate" and method in {"GET", "HEAD"}:
            return headers.get("sec-fetch-dest", "document") != "document"
        return not self.origins & {"*", origin}


def with_headers(headers: MutableHeaders, *, shared: bool = False) -> None:
    """Add what every answer carries; a server that other sites may ask lets them read what it answers."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if shared and headers["Cross-Origin-Resource-Policy"] == "same-origin":
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def is_here(host: str, names: frozenset[str]) -> bool:
    """Whether a ``Host`` header means this server.

    >>> is_here("127.0.0.1:8000", frozenset()), is_here("[::1]:8000", frozenset()), is_here("Localhost", frozenset())
    (True, True, True)
    >>> is_here("evil.example:8000", frozenset()), is_here("kg.lan", frozenset({"kg.lan"}))
    (False, True)
    """
    name = _name(host)
    if name is None:
        return False
    if name in LOCAL or name.endswith(".localhost") or name in names:
        return True
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _name(host: str) -> str | None:
    """The name in a ``Host`` header, in lower case and without the port, or None where it cannot be read."""
    found = _HOST.fullmatch(host)
    return found[1].lower().removesuffix(".") or None if found else None
