"""Extractions -> a Resolution: one entity for each thing, why, and what is doubtful.

================  =======================================================================================
spelling          names as strings: what two spellings share, what tells family members apart
values            Merge, Doubt, Reading, Copy, Resolution: what resolution finds out
summary           what is left of an article for what is decided over all of them
groups            names that are one thing, as groups that grow by steps
rewrite           an extraction with other entities in the place of its own, or very many of them
classes           one class for each name, over all articles
known             the table of known names, in French and English
senses            names that stand for several things, told apart by the words around them
within            one article: surnames, acronyms, makers' names …
spool, likeness   texts as hashes, in memory or in a file, and how much of one stands in another
copies            articles that repeat one another
corrections       what a person can decide, as values
plainyaml … ledger  the file of decisions: read, checked, written
local             one article by itself, and its summary
postings          in which articles things are
columns           the summaries of all articles side by side
similar           names that are nearly the same, by blocks
across            all articles: spellings, acronyms, makers' names, similar names
merges            what was joined, with its reasons
decided           what people have decided, applied
identity          all of it in its order
================  =======================================================================================
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.resolve.corrections import sentence
from kg.resolve.decided import fact
from kg.resolve.decisions import Decisions, read_decisions
from kg.resolve.local import Local, local_rules, localise
from kg.resolve.summary import Summary
from kg.resolve.values import Copy, Doubt, Merge, Reading, Resolution, Triple

if TYPE_CHECKING:
    from kg.resolve.identity import resolve, settle

__all__ = [
    "Copy",
    "Decisions",
    "Doubt",
    "Local",
    "Merge",
    "Reading",
    "Resolution",
    "Summary",
    "Triple",
    "fact",
    "local_rules",
    "localise",
    "read_decisions",
    "resolve",
    "sentence",
    "settle",
]


def __getattr__(name: str) -> object:
    """Fetch what settles names over all articles when it is first asked for: with numpy that takes its time."""
    if name not in {"resolve", "settle"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("kg.resolve.identity"), name)
