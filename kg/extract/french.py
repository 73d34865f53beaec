"""The bundled pipeline's language: spaCy's French, without what a pipeline on disk brings itself.

Importing ``spacy.lang.fr`` compiles the rules of its tokenizer, which takes over three seconds of every worker
process, and all of it goes when the pipeline's own tokenizer is loaded. So the bundled pipeline is an instance of the
class here. It has spaCy's word attributes, stop words and noun phrases, from the modules of that package that hold
them; its tokenizer comes from disk. What ``spacy.load`` and ``spacy.blank`` make of "fr" is spaCy's own class still.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy.lang
from spacy.language import BaseDefaults, Language
from spacy.util import get_model_meta, load_config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from spacy.tokens import Doc, Span

__all__ = ["French", "load_french", "noun_chunks"]

PACKAGE = "spacy.lang.fr"


@cache
def _module(name: str) -> ModuleType:
    """A module of spaCy's French, by itself: an import would run all of its package first."""
    full = f"{PACKAGE}.{name}"
    if full in sys.modules:
        return sys.modules[full]
    folders = [f"{folder}/{PACKAGE.rpartition('.')[2]}" for folder in spacy.lang.__path__]
    spec = PathFinder.find_spec(full, folders)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"the spaCy installed has no module {full}", name=full)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def noun_chunks(doclike: Doc | Span) -> Iterator[tuple[int, int, int]]:
    """The noun phrases of a text; pickles of a vocabulary refer to this function by its place."""
    chunks: Iterator[tuple[int, int, int]] = _module("syntax_iterators").noun_chunks(doclike)
    return chunks


class French(Language):  # type: ignore[no-untyped-call]  # spaCy's __init_subclass__
    """French as far as words and their attributes go, with no rules to split a text into words."""

    lang = "fr"

    class Defaults(BaseDefaults):
        """What a vocabulary needs; a tokenizer is empty until it is read from disk."""

        tokenizer_exceptions: dict[str, list[dict[Any, Any]]] = {}  # noqa: RUF012 - as spaCy declares it
        prefixes = suffixes = infixes = url_match = None
        lex_attr_getters = _module("lex_attrs").LEX_ATTRS
        syntax_iterators = {"noun_chunks": noun_chunks}  # noqa: RUF012
        stop_words = _module("stop_words").STOP_WORDS


def load_french(folder: str | Path) -> Language:
    """The French pipeline in a folder that holds its own tokenizer, as ``spacy.load`` would load it.

    Raises:
        OSError: it is no pipeline, or a file of it is missing.
    """
    config = load_config(Path(folder, "config.cfg"))
    return French.from_config(config, meta=get_model_meta(folder), auto_fill=False).from_disk(folder)
