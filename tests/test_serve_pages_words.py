"""The words of the pages: in both languages, all used, and every one that a template asks for there."""

from __future__ import annotations

import re

import pytest

from kg.serve.pages.words import _NOUNS, _TEXTS, LANGUAGES, Words
from tests.conftest import ROOT

PAGES = ROOT / "kg" / "serve" / "pages"
SOURCES = [*sorted(PAGES.glob("templates/*.j2")), *sorted(PAGES.glob("*.py"))]
WRITTEN = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "words.py")


def asked() -> set[str]:
    """The names of words between brackets or, in the navigation, in pairs."""
    bracketed = re.findall(r"words\[([^\]]+)\]", WRITTEN)
    paired = re.findall(r'\((?:"/[^"]*"|ontology_path), ("[a-z]+")\)', WRITTEN)
    return {name for text in [*bracketed, *paired] for name in re.findall(r'"([a-z_]+)"', text)}


def test_every_word_that_a_page_asks_for_is_there() -> None:
    assert asked() - _TEXTS.keys() - {"class"} == set()


def test_every_word_is_asked_for_somewhere() -> None:
    assert {name for name in _TEXTS if f'"{name}"' not in WRITTEN} - {
        "asserted",
        "planned",
        "hypothetical",
        "negated",
    } == set()


def script_words(language: str) -> list[str]:
    text = (PAGES / "assets" / "words.js").read_text(encoding="utf-8")
    return re.findall(r"(?:^|[,{] )\s*(\w+): ", text.split(f"WORDS.{language}, {{")[1].split("\n});")[0], re.MULTILINE)


def test_the_editor_speaks_both_languages_and_says_all_its_words() -> None:
    scripts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(PAGES.glob("assets/*.js"))
        if "min" not in path.name and path.name != "words.js"
    )
    french, english = script_words("fr"), script_words("en")
    assert french == english
    assert len(french) > 40
    said = {name for name in french if f'"{name}"' in scripts or (name.endswith("View") and f"{name[:-4]}:" in scripts)}
    assert set(french) - said == set()


def test_both_languages_count_the_same_things() -> None:
    assert _NOUNS["fr"].keys() == _NOUNS["en"].keys()
    assert all(text for pair in _TEXTS.values() for text in pair)


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("fr", 0, "0 mention"),
        ("fr", 1, "1 mention"),
        ("fr", 1234, "1\u202f234 mentions"),
        ("en", 0, "0 mentions"),
        ("en", 1, "1 mention"),
    ],
)
def test_counts(language: str, value: int, said: str) -> None:
    assert Words(language).count(value, "mentions") == said


@pytest.mark.parametrize(
    ("iso", "said"),
    [
        ("2025-08-01", "1 août 2025"),
        ("2025-08", "août 2025"),
        ("2025", "2025"),
        ("2025-13-01", "2025-13-01"),
        ("soon", "soon"),
        ("", "sans date"),
    ],
)
def test_days(iso: str, said: str) -> None:
    assert Words("fr").day(iso) == said


def test_a_label_falls_back() -> None:
    assert [Words(language).label({"en": "one"}) for language in LANGUAGES] == ["one", "one"]
    assert Words("en").label({"de": "eins"}) == "eins"
    assert Words("en").label({}) == ""
