"""One article's bytes -> its reading, by the bundled pipeline."""

from __future__ import annotations

import pytest

from kg.errors import ArticleError
from kg.harvest import Reader, Reading, Source, key_of, read_again, recipe, set_aside
from kg.harvest import reading as module
from kg.harvest.reading import to_extraction, to_summary
from kg.resolve import localise
from kg.schema import load_schema

TEXT = "---\ntitle: Un accord\nlanguage: {}\n---\n\nNvidia a signé un partenariat avec AWS en janvier.\n"
PLAIN = recipe(load_schema())


@pytest.fixture(scope="module", name="reader")
def _reader() -> Reader:
    return Reader(PLAIN)


def source(text: str, name: str = "a.md") -> Source:
    return Source(name, f"in/{name}", text.encode())


def test_an_article_is_read(reader: Reader) -> None:
    one = source(TEXT.format("fr"))
    found = reader(one)
    assert found.key == key_of(PLAIN, "a.md", one.data)
    assert found.local == PLAIN.local
    assert found.finder
    assert found.problem == b""
    extraction = to_extraction(found.extraction)
    assert {mention.entity.name for mention in extraction.mentions} >= {"Nvidia"}
    assert [relation.predicate for relation in extraction.relations] == ["partnersWith"]
    assert to_summary(found.summary) is not None


def test_the_same_bytes_give_the_same_reading_whatever_was_read_before(reader: Reader) -> None:
    first = reader(source(TEXT.format("fr")))
    reader(source("# Autre chose\n\nMistral AI développe Le Chat avec Nvidia.\n", "b.md"))
    assert reader(source(TEXT.format("fr"))) == first


def test_a_reading_under_another_name_is_that_of_the_article_under_it(reader: Reader) -> None:
    former = reader(source(TEXT.format("fr")))
    other = source(TEXT.format("fr"), "sub/b.md")
    assert read_again(former, PLAIN, other) == reader(other)


def test_a_reading_for_other_rules_of_names_needs_no_pipeline(reader: Reader) -> None:
    former = reader(source(TEXT.format("fr")))
    other = recipe(load_schema())
    object.__setattr__(other, "local", "other rules")
    again = read_again(former, other)
    assert again == former._replace(local="other rules")
    extraction = to_extraction(again.extraction)
    assert localise(extraction, PLAIN.schema).extraction.mentions == extraction.mentions


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no text in it"),
        ("---\ntitle: [\n---\n\nText\n", "YAML"),
        (TEXT.format("de"), "no pipeline for the language 'de'"),
    ],
)
def test_an_article_that_cannot_be_read_is_set_aside_with_the_reason(text: str, problem: str, reader: Reader) -> None:
    found = reader(source(text))
    error = found.error("elsewhere/a.md")
    assert problem in error.problem
    assert str(error).startswith("elsewhere/a.md")
    assert "; " in str(error)
    assert (found.raw, found.summary, found.extraction) == (b"", b"", b"")
    assert read_again(found, PLAIN, source(text, "b.md")) == found._replace(name="b.md")


@pytest.mark.parametrize(
    ("raised", "problem"), [(RecursionError, "nested too deeply"), (MemoryError, "takes more memory than there is")]
)
def test_an_article_that_is_too_much_is_set_aside(
    raised: type[Exception], problem: str, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(module, "decode_article", fail)
    assert reader(source(TEXT.format("fr"))).error("a.md").problem == problem


def test_an_error_comes_back_with_its_line() -> None:
    there = set_aside(PLAIN, "a.md", "k", ArticleError("then/a.md", "wrong", "mend it", line=7))
    assert str(there.error("now/a.md")) == "now/a.md:7: wrong; mend it"
    assert Reading("a.md", "k", PLAIN.local, problem=there.problem) == there
