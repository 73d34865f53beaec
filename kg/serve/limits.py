"""How much of the machine one visitor may have."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on a request and on its answer.

    Attributes:
        seconds: that a query may run before it is stopped.
        rows: or triples that an answer may have.
        answer_bytes: that an answer may have when it is written down.
        body_bytes: that a request may bring along.
        address_bytes: of the address of a request, with what stands after the question mark.
        head_bytes: of its headers, all together.
        wait: seconds that a query waits for others to finish before the visitor is asked to come back.
    """

    seconds: float = 30.0
    rows: int = 500_000
    answer_bytes: int = 64 * MEBIBYTE
    body_bytes: int = MEBIBYTE
    address_bytes: int = 64 * 1024
    head_bytes: int = 32 * 1024
    wait: float = 5.0
