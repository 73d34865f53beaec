"""One article by itself: what is left of it, what may be kept of it, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Entity
from kg.resolve import Decisions, Summary, local_rules, localise
from kg.resolve.corrections import Decision, Linked, Merged, Rejected, Renamed, Split
from kg.resolve.decisions import in_order
from kg.resolve.summary import Found, Name, Stated, Surface, Told
from kg.schema.types import GivenName
from tests.make_resolve import SCHEMA, read
from tests.test_resolve_identity import TEXTS

HUANG, JENSEN = Entity.named("PERSON", "Huang"), Entity.named("PERSON", "Jensen Huang")
SPLIT = Split(HUANG, JENSEN, ("a1",), "Renee Huang")
TEXT = "{Jensen Huang:PERSON}, de {NVIDIA:ORG}. {Huang:PERSON} : {**Nvidia**:ORG}."


def test_a_summary_says_what_an_article_names_before_and_after() -> None:
    summary = localise(read(TEXT, "a1", ("Huang", "worksFor", "NVIDIA")), SCHEMA).summary
    assert summary.names == (
        Name("PERSON", "jensen huang", "Jensen Huang"), Name("ORG", "nvidia", "NVIDIA"),
        Name("PERSON", "huang", "Huang"), Name("ORG", "nvidia", "Nvidia"),
    )  # fmt: skip
    assert summary.written == len(summary.names)
    assert [summary.names[one.name].key for one in summary.found] == ["jensen huang", "nvidia"]
    assert {(summary.names[one.name].key, one.key) for one in summary.surfaces} == {
        ("jensen huang", "jensen huang"), ("jensen huang", "huang"), ("nvidia", "nvidia"),
    }  # fmt: skip
    [(head, predicate, tail)] = summary.stated
    assert (summary.names[head].key, predicate, summary.names[tail].key) == ("jensen huang", "worksFor", "nvidia")
    [told] = summary.told
    assert (summary.names[told.short].key, summary.names[told.long].key, told.rule) == (
        "huang", "jensen huang", "surname",
    )  # fmt: skip


def test_names_that_occur_in_reasons_only_are_not_written() -> None:
    text = "Selon l'Autorité de la lumière souterraine ({ALS:ORG}), {Autorité de la lumière souterraine:ORG}."
    summary = localise(read(text), SCHEMA).summary
    assert [name.key for name in summary.names[: summary.written]] == ["als", "autorité de la lumière souterraine"]


def test_a_mention_counts_with_its_best_confidence() -> None:
    article = read("{Velmora:ORG} et {Velmora:ORG}")
    low, high = (replace(one, confidence=sure) for one, sure in zip(article.mentions, (0.3, 0.8), strict=True))
    assert localise(replace(article, mentions=(low, high)), SCHEMA).summary.found == (Found(0, 0.8),)


def test_the_text_is_kept_and_its_blocks_are_not() -> None:
    before = read(TEXT)
    after = localise(before, SCHEMA).extraction
    assert before.article.blocks != () == after.article.blocks
    assert after.article == replace(before.article, blocks=())
    assert [one.entity for one in after.mentions][2] == JENSEN
    assert [one.exact for one in after.mentions] == [one.exact for one in before.mentions]


def test_a_split_holds_in_its_articles() -> None:
    decisions = Decisions((SPLIT,))
    found = [localise(read(TEXT, name), SCHEMA, decisions).extraction.mentions[2].entity.name for name in ("a1", "a2")]
    assert found == ["Renee Huang", "Jensen Huang"]


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.none() | st.datetimes().map(lambda when: when.replace(tzinfo=UTC)), st.none() | st.text())
def test_a_summary_is_read_as_it_was_written(texts: list[str], published: datetime | None, url: str | None) -> None:
    for text in texts:
        article = read(text)
        article = replace(article, article=replace(article.article, published=published, url=url))
        summary = localise(article, SCHEMA).summary
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(summary), type=Summary) == summary


def test_what_is_read_again_has_its_own_types() -> None:
    article = read("{Jensen Huang:PERSON} et {Huang:PERSON}, {Velmora:ORG}", "a1", ("Huang", "worksFor", "Velmora"))
    data = msgspec.msgpack.encode(localise(article, SCHEMA).summary)
    found = msgspec.msgpack.decode(data, type=Summary)
    rows = (found.names, found.found, found.surfaces, found.stated, found.told)
    assert [type(row[0]) for row in rows] == [Name, Found, Surface, Stated, Told]


@pytest.mark.parametrize(
    "decision",
    [
        Merged(HUANG, JENSEN), Renamed(HUANG, "Someone"), Rejected(HUANG), Linked(HUANG, None),
    ],
)  # fmt: skip
def test_other_decisions_change_no_article_by_itself(decision: Decision) -> None:
    decisions = Decisions((decision,))
    assert localise(read(TEXT), SCHEMA, decisions) == localise(read(TEXT), SCHEMA)
    assert local_rules(SCHEMA, decisions) == local_rules(SCHEMA) == local_rules(SCHEMA, Decisions())


def test_the_rules_are_others_with_another_split_name_or_class() -> None:
    rules = [
        local_rules(SCHEMA),
        local_rules(SCHEMA, Decisions((SPLIT,))),
        local_rules(SCHEMA, Decisions((replace(SPLIT, articles=("a2",)),))),
        local_rules(SCHEMA, Decisions((replace(SPLIT, because="a person said so"),))),
        local_rules(SCHEMA, Decisions(in_order([SPLIT, replace(SPLIT, articles=("a2",), label="Ren")]))),
        local_rules(replace(SCHEMA, names=(GivenName("AWS", "ORG", "Atelier Web"),))),
        local_rules(replace(SCHEMA, classes={"ORG": SCHEMA.classes["ORG"]})),
    ]
    assert len(set(rules)) == len(rules)


def test_the_line_of_a_split_in_its_file_is_no_rule() -> None:
    assert local_rules(SCHEMA, Decisions((replace(SPLIT, line=7),))) == local_rules(SCHEMA, Decisions((SPLIT,)))
