"""The bundled pipeline loads in a moment, and reads as spaCy's French does."""

from __future__ import annotations

import importlib.util
import pickle
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.fr import French as SpacyFrench
from spacy.lang.fr.tokenizer_exceptions import TOKEN_MATCH

from kg.extract.french import load_french, noun_chunks
from kg.extract.names import NAMES, PUBLIC, read_names
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language

FOLDER = ROOT / "kg" / "data" / "pipelines" / "fr"
PATTERN: str = TOKEN_MATCH.__self__.pattern  # type: ignore[attr-defined]
TEXT = (
    "Le 3 mars, l'ex-ministre Anne Aubert a vendu vingt-deux serveurs à OVHcloud pour 1,5 million d'euros. "
    "Peut-être qu'aujourd'hui Dr. Faux-Semblant, de Saint-Jean-de-Luz, s'entr'aide avec trois anti-virus : "
    "« C'est le dixième ! » dit-elle. Voir https://exemple.fr/a-b?c=1 (M. Dupont, n° 4)."
)


@pytest.fixture(scope="module")
def ours() -> Language:
    return load_french(FOLDER)


@pytest.fixture(scope="module")
def theirs() -> Language:
    return spacy.load(FOLDER)


@cache
def rule() -> re.Pattern[str]:
    tokenizer: Any = load_french(FOLDER).tokenizer
    found: re.Pattern[str] = tokenizer.token_match.__self__
    return found


def written(pattern: str) -> Iterator[str]:
    """Every text that a pattern of letters, classes, groups and question marks stands for."""
    if found := re.search(r"\(\?:([^()]*)\)(\??)", pattern):
        options = found[1].split("|")
    elif found := re.search(r"\[([^\]]*)\](\??)", pattern):
        options = list(found[1])
    elif found := re.search(r"(\w)(\?)", pattern):
        options = [found[1]]
    else:
        yield pattern
        return
    for option in [*options, ""] if found[2] else options:
        yield from written(pattern[: found.start()] + option + pattern[found.end() :])


def test_a_pattern_is_written_out() -> None:
    assert sorted(written("r?é(?:ab?|c)[-_]")) == sorted(
        f"{r}é{x}{end}" for r in ("r", "") for x in ("a", "ab", "c") for end in "-_"
    )


def compounds() -> Iterator[str]:
    """What spaCy's rule keeps whole: each prefix with each hyphen, before some letters."""
    for alternative in PATTERN.removeprefix("(?iu)(?:^").removesuffix("$)").split("$)|(?:^"):
        few = re.sub(r"\[[^\]]{100,}\]\*", "(?:|éB)", alternative)
        yield from written(re.sub(r"\[[^\]]{100,}\]\+?", "a", few))


def test_each_compound_stays_whole_and_what_is_almost_one_is_told_apart_as_before() -> None:
    texts = sorted(set(compounds()))
    assert len(texts) > 4000
    assert all(TOKEN_MATCH(text) for text in texts)
    for text in texts:
        assert rule().match(text), text
        unjoined = re.sub(r"[-–—‐‑'’]", "", text, count=1)
        for other in (text.upper(), unjoined, text[1:], text[:-1], f"a{text}", f"{text}\n", f"{text}1"):
            assert bool(rule().match(other)) == bool(TOKEN_MATCH(other)), other


pieces = st.sampled_from(
    [*"-–‐‑'’ aeéÉlrsXß1ıİſ\n", "anti", "Auto", "grande", "entr", "la", "LES", "saint", "yo", "Le Mesnil"]
)


@given(st.lists(pieces, max_size=7).map("".join) | st.text(max_size=8))
def test_any_text_stays_whole_or_not_as_before(text: str) -> None:
    assert bool(rule().match(text)) == bool(TOKEN_MATCH(text))


def test_the_rule_is_what_training_makes_of_that_of_spacy() -> None:
    spec = importlib.util.spec_from_file_location("tokens", ROOT / "training" / "scripts" / "tokens.py")
    assert spec is not None
    assert spec.loader is not None
    tokens = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tokens)
    assert rule().pattern == tokens.factored(PATTERN)
    nlp = spacy.blank("fr")
    tokens.simplify(nlp)
    assert [token.text for token in nlp(TEXT)] == [token.text for token in spacy.blank("fr")(TEXT)]


def test_a_text_reads_as_with_the_language_of_spacy(ours: Language, theirs: Language) -> None:
    assert type(theirs) is SpacyFrench
    assert type(ours) is not SpacyFrench
    mine, other = ours(TEXT), theirs(TEXT)
    assert mine.to_bytes(exclude=["user_data"]) == other.to_bytes(exclude=["user_data"])
    assert [chunk.text for chunk in mine.noun_chunks] == [chunk.text for chunk in other.noun_chunks] != []
    for attribute in ("like_num", "is_stop", "norm_", "shape_", "lang_", "like_url"):
        assert [getattr(token, attribute) for token in mine] == [getattr(token, attribute) for token in other]
    assert any(token.like_num and token.text == "dixième" for token in mine)
    assert any(token.is_stop for token in mine)


def test_the_pipeline_is_written_as_it_was_read(ours: Language, theirs: Language, tmp_path: Path) -> None:
    assert ours.config == theirs.config
    assert ours.meta == theirs.meta
    ours.to_disk(tmp_path, exclude=[*ours.pipe_names, "vocab"])
    for name in ("config.cfg", "meta.json", "tokenizer"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_a_document_survives_pickling(ours: Language) -> None:
    read = pickle.loads(pickle.dumps(ours.make_doc("Le dixième jour")))  # noqa: S301 - made here
    assert [token.is_stop for token in read] == [True, True, False]
    assert [read.vocab[word].like_num for word in ("douzième", "jours")] == [True, False]
    assert read.vocab.get_noun_chunks is noun_chunks


def test_the_words_of_the_dictionary_are_those_of_its_names(ours: Language) -> None:
    phrases = set((FOLDER / NAMES / "words.tsv").read_text(encoding="utf-8").splitlines())
    surfaces = sorted({name.surface for name in read_names(FOLDER / NAMES / "names.tsv") if name.source != PUBLIC})
    assert {"".join(phrase.split()) for phrase in phrases} == {"".join(surface.split()) for surface in surfaces}
    for surface in surfaces[::40]:
        assert "\t".join(token.text for token in ours.make_doc(surface)) in phrases


def test_loading_leaves_french_of_spacy_alone(ours: Language) -> None:
    assert ours.lang == "fr"
    assert type(spacy.blank("fr")) is SpacyFrench
    code = "import sys; from kg.extract import load_pipelines; load_pipelines().get('fr'); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "kg.extract.french" in run.stdout.split()
    assert "spacy.lang.fr" not in run.stdout.split()
