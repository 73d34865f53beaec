"""A text that no one would write takes as long to read as its length says, and no more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kg.extract import extract, load_pipelines
from kg.model import Extraction
from kg.read import parse_article
from kg.schema import load_schema

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = load_schema()
PIPELINES = load_pipelines(schema=SCHEMA)
FEW, MANY = 2_000, 8_000


def _again(text: str) -> Callable[[int], str]:
    return lambda size: text * (size // len(text))


TEXTS: dict[str, Callable[[int], str]] = {
    "a list of names": _again("AWS, Nvidia, OpenAI, "),
    "a sentence without an end": _again("le groupe Nvidia signe avec AWS et "),
    "one word": _again("a"),
    "many names": lambda size: "".join(f"La société Acme{n} rachète Brio{n}. " for n in range(size // 38)),
    "names that begin alike": lambda size: "".join(f"Acme B{n} vend. " for n in range(size // 15)),
    "one buyer": lambda size: "".join(f"Nvidia rachète la société Brio{n}. " for n in range(size // 34)),
    "a title of names": lambda size: "# " + ", ".join(f"Brio{n}" for n in range(size // 16)) + "\n\n"
    + "Nvidia signe.\n\n" * (size // 30),
    "a bold text": lambda size: "**" + "AWS signe. " * (size // 11) + "**",
    "rows": lambda size: "|a|b|\n|-|-|\n" + "|AWS|Nvidia|\n" * (size // 13),
    "a wide table": lambda size: "\n".join("|" + cell * (size // 12) for cell in ("AWS|", "-|", "Nvidia|")),
    "items": lambda size: "AWS annonce :\n\n" + "- Nvidia signe avec OpenAI\n" * (size // 27),
    "quotes": _again("« AWS » "),
    "brackets": _again("(AWS "),
    "capitals": _again("Abc Def "),
    "full stops": _again(". "),
    "commas": _again(", "),
    "pronouns": _again("AWS signe. Elle rachète Nvidia. Il dit que ce groupe vend. "),
    "hyphens": _again("a-"),
    "apostrophes": _again("l'"),
    "headings": _again("# AWS\n\nNvidia signe.\n\n"),
    "acronyms": _again("Agence Nationale (AN) "),
    "a person far from the firm": lambda size: "Tim Cook" + ", le" * (size // 8) + " PDG d'Apple. " * (size // 28),
}  # fmt: skip


@pytest.mark.parametrize("text", ["a list of names"])
def test_a_character_of_a_long_sentence_costs_what_one_of_a_short_one_does(text: str) -> None:
    assert _grows_no_faster_than_its_length(text)


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS)
def test_a_character_of_a_long_text_costs_what_one_of_a_short_one_does(text: str) -> None:
    assert _grows_no_faster_than_its_length(text)


def _grows_no_faster_than_its_length(text: str) -> bool:
    """Whether a character costs about as much in a text of four times the length, in one of three tries."""
    for _ in range(3):
        few, many = _cost(TEXTS[text](FEW)), _cost(TEXTS[text](MANY))
        if many < max(2 * few, 5e-5):
            return True
    return False


def _cost(text: str) -> float:
    """CPU seconds for a character."""
    article = parse_article(text, name="a.md", content_hash="0", language="fr")
    started = time.process_time()
    [found] = extract([article], PIPELINES, schema=SCHEMA)
    assert isinstance(found, Extraction)
    return (time.process_time() - started) / len(text)
