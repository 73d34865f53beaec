"""What goes wrong, told to people in a line and to programs in JSON (RFC 9457), whichever they accept."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.serve.accept import Format, choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from kg.errors import QueryError

__all__ = ["Problem", "answer_problem", "answer_unforeseen", "refused"]

PLAIN = Format("plain text", "text/plain")
PROBLEM = Format("JSON", "application/problem+json", ("application/json",))

_TEXTS = {
    404: "there is nothing at {path}; queries are answered at /sparql, graphs at /data, pages begin at /",
    405: "{method} is not done at {path}; a graph is only read here, so use {allowed}",
}
"""What to say where nobody has said more."""


class Problem(HTTPException):
    """A request that is not answered as it was meant, with what is wrong and what to do about it.

    Attributes:
        line: 1-based line in the text of the query, or None.
        column: 1-based column in that line, or None.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(status, detail, headers=headers)
        self.line, self.column = line, column


def refused(error: QueryError) -> Problem:
    """A query that is wrong or not allowed, as a problem."""
    return Problem(400, str(error), line=error.line, column=error.column)


def answer_problem(request: Request, error: Exception) -> Response:
    """Tell a problem, in plain text unless the client asks for JSON; for HEAD the head alone."""
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    choice = choose(request.headers.get("accept"), (PLAIN, PROBLEM))
    detail = _detail(request, error, headers)
    if choice is None or choice.format is PLAIN:
        content, media_type = f"{detail}\n", PLAIN.media_type
    else:
        place = {"line": error.line, "column": error.column} if isinstance(error, Problem) else {}
        document = {
            "type": "about:blank",
            "title": HTTPStatus(error.status_code).phrase,
            "status": error.status_code,
            "detail": detail,
            **{name: number for name, number in place.items() if number is not None},
        }
        content, media_type = json.dumps(document, ensure_ascii=False) + "\n", choice.media_type
    headers.setdefault("Cache-Control", "no-store")
    return Response(content, error.status_code, headers, media_type)


def answer_unforeseen(request: Request, _error: Exception) -> Response:
    """Tell of a fault of the server itself, and nothing about it that is not for strangers."""
    detail = "the server has failed at this request, and its own log says why; ask in another way, or report it"
    return answer_problem(request, Problem(500, detail))


def _detail(request: Request, error: HTTPException, headers: Mapping[str, str]) -> str:
    status = error.status_code
    if isinstance(error, Problem) or error.detail != HTTPStatus(status).phrase or status not in _TEXTS:
        return error.detail
    allowed = headers.get("Allow", "GET")
    return _TEXTS[status].format(path=request.scope["path"], method=request.method, allowed=allowed)
