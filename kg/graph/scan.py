"""Questions that read a whole graph, written so that the engine answers them at once."""

from __future__ import annotations

__all__ = ["joined"]


def joined(columns: str, *patterns: str) -> str:
    """A SELECT that reads every pattern whole and then joins them.

    For all there is that takes half the time of looking up one subject after the other, as the engine does of itself.

    >>> joined("?a ?b", "?a kg:role ?b")
    'SELECT ?a ?b { { SELECT * { ?a kg:role ?b } } }'
    """
    return f"SELECT {columns} {{ {' '.join(f'{{ SELECT * {{ {pattern} }} }}' for pattern in patterns)} }}"
