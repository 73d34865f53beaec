"""Responses made smaller on their way, for browsers that can unpack them.

That is for pages and what they load. Nothing in them is secret, so nothing can be learnt from how long they become. An
answer that is kept as a file, or read by a program, goes as it is: it may have many megabytes.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["packed", "takes_gzip"]

SMALLEST = 1024
"""Bytes below which a response goes as it is."""

KEPT = 64
"""Contents whose small form is remembered: scripts, styles, pages that are asked for again and again."""

_EFFORT = 6
_GZIP = 16 + zlib.MAX_WBITS
_NONE = re.compile(r"q=0(?:\.0*)?")


def packed(request: Request, response: Response) -> Response:
    """The response, smaller where the visitor's browser can unpack it."""
    response.headers.add_vary_header("Accept-Encoding")
    content = bytes(response.body)
    if len(content) < SMALLEST or not takes_gzip(request.headers.get("accept-encoding", "")):
        return response
    response.body = _squeezed(content)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    if tag := response.headers.get("ETag"):
        response.headers["ETag"] = f'{tag[:-1]}-gzip"'  # other bytes than those as they are
    return response


def takes_gzip(accepted: str) -> bool:
    """Whether an ``Accept-Encoding`` header takes gzip.

    >>> takes_gzip("deflate, GZIP;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip("")
    (True, False, False)
    """
    for piece in accepted.lower().split(","):
        name, _, quality = piece.partition(";")
        if name.strip() == "gzip":
            return not _NONE.fullmatch(quality.strip())
    return False


@lru_cache(KEPT)
def _squeezed(content: bytes) -> bytes:
    """The bytes in gzip; the same for the same, without the time."""
    squeeze = zlib.compressobj(_EFFORT, zlib.DEFLATED, _GZIP)
    return squeeze.compress(content) + squeeze.flush()
