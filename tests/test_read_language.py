"""Languages as front matter names them, and as texts show them."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import spacy.lang

from kg.read import article_bytes, article_files
from kg.read.language import _identifier, detect_language, language_code

FRENCH = "Elle est au travail avec ses outils, et il les pose sur une table dans le jardin pour la nuit."
SEEDS = Path(__file__).parents[1] / "seeds"


def sentences() -> dict[str, str]:
    """Running text in the languages that spaCy has example sentences of."""
    found = {}
    for module in pkgutil.iter_modules(spacy.lang.__path__):
        folder = Path(*spacy.lang.__path__) / module.name
        if (folder / "examples.py").exists():
            found[module.name] = " ".join(import_module(f"spacy.lang.{module.name}.examples").sentences)
    return found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-FR", "fr"),
        ("fr_CA.UTF-8", "fr"),
        ("fra", "fr"),
        ("fre-FR", "fr"),
        ("français", "fr"),
        ("French", "fr"),
        (" Anglais ", "en"),
        ("no", "no"),
        ("zh-Hans-CN", "zh"),
        ("gsw", "gsw"),
        ("", None),
        ("x", None),
        ("klingon", None),
        ("fr en", None),
    ],
)
def test_codes_and_names(name: str, code: str | None) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le fabricant annonce une nouvelle puce pour ses centres de données.", "fr"),
        ("The manufacturer announces a new chip for its data centres.", "en"),
        ("Der Hersteller kündigt einen neuen Chip für seine Rechenzentren an.", "de"),
        ("El fabricante anuncia un nuevo chip para sus centros de datos.", "es"),
        ("2025 — 42 % …", "und"),
        ("AWS Nvidia", "und"),
        ("", "und"),
        # Headlines in which Latin, Walloon, Uzbek and Icelandic are as likely by their letters.
        ("OpenAI rachète Figure AI.", "fr"),
        ("OpenAI croque Groq.", "fr"),
        ("OpenAI buys Groq.", "en"),
        ("OpenAI koopt Groq.", "nl"),
        ("SAP kauft Signavio.", "de"),
    ],
)
def test_detection(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_what_is_plainly_french_is_found_without_the_classifier() -> None:
    code = f"""
import sys
from kg.read.language import detect_language
assert detect_language({FRENCH!r}) == "fr"
assert not any(name.startswith("py3langid") for name in sys.modules)
assert detect_language("The manufacturer announces a new chip.") == "en"
assert "py3langid" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_no_other_language_is_taken_for_french() -> None:
    texts = sentences()
    assert len(texts) > 40
    assert {name for name, text in texts.items() if detect_language(text) == "fr"} == {"fr"}


@pytest.mark.parametrize("other", ["en", "es", "ca", "it", "pt", "de", "la", "ht"])
def test_a_few_french_words_do_not_make_a_text_french(other: str) -> None:
    assert detect_language(f"{FRENCH[:48]} {sentences()[other][:900]}") != "fr"


def test_articles_are_taken_for_what_the_classifier_takes_them_for() -> None:
    for file in article_files([str(SEEDS)]):
        text = article_bytes(file).decode()
        assert detect_language(text) == _identifier().classify(text[:1000])[0], file.name
