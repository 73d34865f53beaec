"""How two words hang together in a dependency tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Path", "path"]


class Path(NamedTuple):
    """The way from one word to another.

    Attributes:
        up: the words from the first one upwards, below the top.
        top: the lowest word that both depend on, or one of the two.
        down: the words from the second one upwards, below the top.
    """

    up: list[Token]
    top: Token
    down: list[Token]


def path(first: Token, second: Token) -> Path | None:
    """The way from one word to the other, None where the parse does not join them."""
    up, down = ([token, *token.ancestors] for token in (first, second))
    above = {token.i for token in up}
    top = next((token for token in down if token.i in above), None)
    if top is None:
        return None
    return Path(up[: up.index(top)], top, down[: down.index(top)])
