"""Extractions -> Extractions whose entities are one thing, one node.

===========  ===========================================================================
within       one article: surnames, acronyms, legal forms, makers' names
across       all articles: one key, one node, one label
===========  ===========================================================================
"""

from kg.resolve.across import resolve
from kg.resolve.within import resolve_within

__all__ = ["resolve", "resolve_within"]
