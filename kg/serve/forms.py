"""The parameters of a request: from its address and its body, percent-decoded once, each in UTF-8.

Starlette would read them too, but takes what is not UTF-8 for what it is not, and reads a body of any length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import anyio
from pyoxigraph import NamedNode

from kg.serve.accept import media_type
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["FORM", "absolute", "address_parameters", "body_text", "form_parameters", "sent_type"]

FORM = "application/x-www-form-urlencoded"

MOST = 1000
"""Parameters that a request may have."""

PATIENCE = 30.0
"""Seconds in which the body of a request must arrive."""

Parameters = list[tuple[str, str]]


def address_parameters(request: Request) -> Parameters:
    """What stands after the question mark of the address.

    Raises:
        Problem: it is not UTF-8, or there are too many.
    """
    return _parameters(request.scope["query_string"], "the address")


def form_parameters(text: str) -> Parameters:
    """What a form holds.

    Raises:
        Problem: it is not UTF-8, or there are too many.
    """
    return _parameters(text.encode(), "the form")


def sent_type(request: Request, takes: tuple[str, ...]) -> str:
    """The media type of a request's body, one of those that are taken.

    Raises:
        Problem: it is another or none, it is not in UTF-8, or it is compressed.
    """
    what = f"send {' or '.join(takes)}, in UTF-8"
    headers = {"Accept-Post": ", ".join(takes)}
    header = request.headers.get("content-type")
    if header is None:
        raise Problem(415, f"there is no Content-Type; {what}", headers=headers)
    found = media_type(header)
    if found is None or found[0] not in takes:
        raise Problem(415, f"{header!r} is not taken here; {what}", headers=headers)
    name, parameters = found
    charset = parameters.get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise Problem(415, f"a body in {charset} is not taken; {what}", headers=headers)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, f"a compressed body is not taken; {what}", headers=headers | {"Accept-Encoding": "identity"})
    return name


async def body_text(request: Request, largest: int) -> str:
    """The body of a request.

    Raises:
        Problem: it is too long or too slow, or not UTF-8.
    """
    advice = f"a body may have {largest:,} bytes; ask in fewer words"
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > largest:
        raise Problem(413, f"the body has {int(length):,} bytes; {advice}")
    body = bytearray()
    try:
        with anyio.fail_after(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise Problem(413, f"the body is too long; {advice}")
    except TimeoutError:
        raise Problem(408, f"the body has not arrived within {PATIENCE:g} s; send it again") from None
    return _utf8(bytes(body), "the body")


def absolute(iri: str) -> NamedNode | None:
    """The IRI as a name, or None where it is not absolute or no IRI at all.

    >>> absolute("https://kg.example/ns"), absolute("ns")
    (<NamedNode value=https://kg.example/ns>, None)
    """
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _parameters(raw: bytes, where: str) -> Parameters:
    try:
        return parse_qsl(_utf8(raw, where), keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except UnicodeDecodeError as error:
        raise _not_utf8(where) from error
    except ValueError as error:
        raise Problem(400, f"{where} has more than {MOST:,} parameters; send fewer") from error


def _utf8(raw: bytes, where: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(where) from error


def _not_utf8(where: str) -> Problem:
    return Problem(400, f"{where} is not in UTF-8, and SPARQL is; encode it so")
