"""The format of an answer: what the address says with ``format=``, or else what the client accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve.accept import choose, named
from kg.serve.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from kg.serve.accept import Choice, Format

__all__ = ["VARIES", "negotiate"]

VARIES = {"Vary": "Accept"}


def negotiate(request: Request, formats: Sequence[Format], what: str, wanted: Sequence[str] = ()) -> Choice:
    """The format for an answer.

    Args:
        request: whose ``Accept`` header counts.
        formats: what there is, in the server's own order.
        what: is being answered, for the text of a refusal.
        wanted: the values of ``format=``, which go before the header; the first that fits counts, since some clients
            send a name and a media type.

    Raises:
        Problem: the client accepts none that there is.
    """
    there = ", ".join(f"{one.media_type} ({one.names[0]})" for one in formats)
    if wanted:
        choice = next((found for one in wanted if (found := named(one, formats))), None)
    else:
        choice = choose(request.headers.get("accept"), formats)
    if choice is not None:
        return choice
    if wanted:
        raise Problem(406, f"{what} does not come as format={wanted[0]!r}; there is {there}", headers=VARIES)
    raise Problem(406, f"{what} comes in none of the accepted formats; accept one of {there}", headers=VARIES)
