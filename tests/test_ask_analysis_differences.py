"""What changed between two builds of a graph."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.analysis.differences import Change, Differences, EntityChange, FactChange, differences
from kg.errors import QueryError
from kg.model import Entity, Mention
from tests.ask_sample import extractions, sample_store
from tests.make_network import Fact, fact_store
from tests.make_view import store_of

OTHER = "https://data.example.org/"
FOUNDED = Fact("Ada", "founded", "Bell")
USES = Fact("Bell", "uses", "Emacs")


def between(before: list[Fact], after: list[Fact], **options: float) -> Differences:
    return differences(fact_store(before), fact_store(after), symmetric={"competesWith"}, **options)


def told(found: Differences) -> list[tuple[str, str]]:
    return [(str(one.change), f"{one.subject} {one.relation} {one.object}") for one in found.facts]


def test_a_fact_that_is_new_and_one_that_is_gone_have_their_sentences() -> None:
    found = between([FOUNDED], [USES])
    assert told(found) == [("added", "Bell uses Emacs"), ("gone", "Ada founded Bell")]
    added, gone = found.facts
    assert (added.status_before, added.status, added.confidence_before, added.confidence) == (
        None,
        "asserted",
        None,
        0.9,
    )
    assert (gone.status_before, gone.status, gone.confidence_before, gone.confidence) == ("asserted", None, 0.9, None)
    assert (added.backing.sentence, gone.backing.sentence) == ("Bell uses Emacs.", "Ada founded Bell.")
    assert [(str(one.change), one.name) for one in found.entities] == [("added", "Emacs"), ("gone", "Ada")]
    assert (found.before.facts, found.after.entities) == (1, 2)


@pytest.mark.parametrize(("status", "confidence"), [("planned", 0.9), ("asserted", 0.7), ("negated", 0.2)])
def test_a_fact_that_is_put_otherwise_is_changed(status: str, confidence: float) -> None:
    [one] = between([USES], [USES._replace(status=status, confidence=confidence)]).facts
    assert (one.change, one.before) == (Change.CHANGED, None)
    assert (one.status_before, one.status) == ("asserted", status)
    assert (one.confidence_before, one.confidence) == (0.9, confidence)


def test_small_changes_of_confidence_can_be_left_out_but_no_status() -> None:
    less = USES._replace(confidence=0.85)
    assert told(between([USES], [less], min_change=0.05)) == [("changed", "Bell uses Emacs")]
    assert not between([USES], [less], min_change=0.06)
    assert between([USES], [USES._replace(status="planned")], min_change=1)
    with pytest.raises(QueryError, match=r"1\.5 is no change of a confidence"):
        between([], [], min_change=1.5)


def test_a_fact_whose_entity_has_another_class_now_has_moved() -> None:
    older, newer = fact_store([FOUNDED, USES]), fact_store([FOUNDED, USES], classes={"Bell": "PRODUCT"})
    found = differences(older, newer)
    assert [(str(one.change), one.object, one.before) for one in found.facts] == [
        ("moved", "Bell", "Ada founded Bell (Organization)"),
        ("moved", "Emacs", "Bell (Organization) uses Emacs"),
    ]
    assert found.entities == (EntityChange(Change.MOVED, "Bell", "schema:Product", "Bell (Organization)", 2),)


def merged() -> Differences:
    """AWS of the sample, which has the alias Amazon Web Services, where a build before had that as a second entity."""

    def split(said: tuple[Mention, ...]) -> tuple[Mention, ...]:
        long = Entity("ORG", "amazon web services", "Amazon Web Services")
        return tuple(replace(one, entity=long) if one.exact == long.name else one for one in said)

    before = [replace(one, mentions=split(one.mentions)) for one in extractions()]
    return differences(store_of(*before), sample_store())


def test_an_entity_that_went_into_another_one_has_moved_there() -> None:
    found = merged()
    assert found.facts == ()
    [one] = found.entities
    assert (str(one.change), one.name, one.before) == ("moved", "AWS", "Amazon Web Services (Organization)")


def test_an_entity_that_is_called_otherwise_is_changed() -> None:
    said = [replace(one, mentions=tuple(replace(mention, entity=_renamed(mention.entity)) for mention in one.mentions),
                    relations=()) for one in extractions()]  # fmt: skip
    silent = [replace(one, relations=()) for one in extractions()]
    found = differences(store_of(*silent), store_of(*said))
    assert [(str(one.change), one.name, one.before) for one in found.entities] == [
        ("changed", "NVIDIA", "Nvidia (Organization)")
    ]


def _renamed(entity: Entity) -> Entity:
    return replace(entity, name="NVIDIA") if entity.name == "Nvidia" else entity


def test_a_symmetric_fact_moves_whichever_way_its_ends_are_ordered() -> None:
    """The smaller entity is the head of a symmetric fact, and with its class an entity changes its place."""
    fact = Fact("Bell", "competesWith", "Cray")
    older, newer = fact_store([fact]), fact_store([fact], classes={"Bell": "TECHNOLOGY", "Cray": "ORG"})
    [one] = differences(older, newer, symmetric={"competesWith"}).facts
    assert (one.change, one.subject, one.object) == (Change.MOVED, "Cray", "Bell")


FACTS = st.lists(
    st.builds(
        Fact,
        st.sampled_from(["Ada", "Bell", "Cray"]),
        st.sampled_from(["uses", "competesWith", "founded"]),
        st.sampled_from(["Dell", "Emacs"]),
        st.sampled_from(["asserted", "planned", "negated"]),
        st.sampled_from([0.3, 0.6, 0.9]),
    ),
    max_size=6,
)
CLASSES = st.sampled_from([{}, {"Bell": "PRODUCT"}, {"Emacs": "TECHNOLOGY", "Ada": "ORG"}])


@settings(max_examples=25, deadline=None)
@given(FACTS)
def test_a_graph_does_not_differ_from_itself_nor_from_the_same_under_another_base(facts: list[Fact]) -> None:
    store, other = fact_store(facts), fact_store(reversed(facts), base=OTHER)
    assert not differences(store, store)
    again = fact_store(facts, base=OTHER)
    assert not differences(store, again)
    assert differences(store, again).before == differences(other, store).after


@settings(max_examples=40, deadline=None)
@given(FACTS, FACTS, CLASSES)
def test_the_differences_the_other_way_round_are_the_same_mirrored(
    one: list[Fact], other: list[Fact], classes: dict[str, str]
) -> None:
    left, right = fact_store(one), fact_store(other, classes=classes)
    forth = differences(left, right, symmetric={"competesWith"})
    back = differences(right, left, symmetric={"competesWith"})
    assert (forth.before, forth.after) == (back.after, back.before)
    assert sorted(map(_fact, forth.facts)) == sorted(_fact(change, mirrored=True) for change in back.facts)
    swapped = {"added": "gone", "gone": "added", "moved": "moved", "changed": "changed"}
    assert sorted(str(change.change) for change in forth.entities) == sorted(
        swapped[change.change] for change in back.entities
    )
    for change in (*forth.facts, *back.facts):
        assert (change.status_before is None) == (change.change is Change.ADDED)
        assert (change.status is None) == (change.change is Change.GONE)
        assert (change.before is None) == (change.change is not Change.MOVED)


def _fact(one: FactChange, *, mirrored: bool = False) -> tuple[object, ...]:
    """What a change says without the names that it says it by, as it is or seen from the other side."""
    before, after = (str(one.status_before), str(one.confidence_before)), (str(one.status), str(one.confidence))
    return one.relation, *((after, before) if mirrored else (before, after))


def test_facts_as_a_table() -> None:
    store = fact_store([USES])
    table = differences(fact_store([FOUNDED]), store).table(store.vocabulary)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [(row["change"], row["sentence"], row["file"]) for row in rows] == [
        ("added", "Bell uses Emacs.", "a0.md"),
        ("gone", "Ada founded Bell.", "a0.md"),
    ]
    assert rows[0]["confidence_before"] is None
