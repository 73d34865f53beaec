"""Extractions -> Extractions whose entities are one thing, one node.

===========  ===========================================================================
within       one article: surnames, acronyms, legal forms, makers' names
agree        all articles: one name, one class, where nearly all of them agree
across       all articles: one key, one node, one label
===========  ===========================================================================
"""

from kg.resolve.identity import resolve
from kg.resolve.values import Copy, Doubt, Merge, Reading, Resolution, Triple

__all__ = ["Copy", "Doubt", "Merge", "Reading", "Resolution", "Triple", "resolve"]
