"""What people have decided: each decision alone, and the laws of many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Entity
from kg.resolve import Doubt, Merge, Reading, Resolution, Triple, resolve
from kg.resolve.contradictions import contradictions
from kg.resolve.corrections import (
    AcceptedRelation,
    Decision,
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
    read_reference,
    reference,
)
from kg.resolve.decided import Census, decide
from kg.resolve.decisions import Decisions, in_order, parse_decisions
from kg.resolve.ledger import with_decision
from tests.make_resolve import SCHEMA, clusters, corpus, names, read, resolved, rules

if TYPE_CHECKING:
    from random import Random

    from kg.model import Extraction

AWS, AMAZON, NVIDIA, VELMORA, NOBODY = (
    Entity.named("ORG", name) for name in ("AWS", "Amazon Web Services", "Nvidia", "Velmora", "Nobody Ltd")
)
TEXTS = (
    "{Amazon Web Services:ORG} ({AWS:ORG}) et {NVIDIA:ORG}.", "{AWS:ORG} et {Velmora:ORG}.", "{AWS:PRODUCT} vend.",
    "{Velmora:ORG}, de {Ana Brivane:PERSON} : {Brivane:PERSON}.", "{Velmorra:ORG} et {Nova:TECHNOLOGY}.",
    "{Nova:TECHNOLOGY} de {Velmora Inc.:ORG}.",
)  # fmt: skip
WIKIDATA = "http://www.wikidata.org/entity/Q1"


def decided(*decisions: Decision, texts: tuple[str, ...] = TEXTS) -> Resolution:
    return resolved(*texts, decided=decisions)


def seen(resolution: Resolution) -> object:
    """All that there is to see of a resolution but what named nothing."""
    mentions = [[str(mention.entity) for mention in one.mentions] for one in resolution.extractions]
    links = sorted((str(entity), iri) for entity, iri in resolution.links.items())
    rest = resolution.merges, resolution.doubts, resolution.readings, sorted(resolution.accepted)
    return mentions, list(map(str, rest)), [one.relations for one in resolution.extractions], links


BEFORE = decided()


def first(resolution: Resolution) -> Extraction:
    return next(iter(resolution.extractions))


def test_without_decisions_nothing_changes() -> None:
    assert decide(BEFORE, Census({}, (), {}, frozenset()), Decisions(), SCHEMA) is BEFORE
    assert names(BEFORE) == [
        "Amazon Web Services (ORG)", "Amazon Web Services (ORG)", "Nvidia (ORG)", "Amazon Web Services (ORG)",
        "Velmora (ORG)", "Amazon Web Services (ORG)", "Velmora (ORG)", "Ana Brivane (PERSON)", "Ana Brivane (PERSON)",
        "Velmorra (ORG)", "Nova (TECHNOLOGY)", "Nova (TECHNOLOGY)", "Velmora (ORG)",
    ]  # fmt: skip


class TestMerge:
    def test_one_becomes_the_other_which_keeps_its_name(self) -> None:
        found = decided(Merged(VELMORA, NVIDIA))
        assert "Velmora (ORG)" not in names(found)
        assert names(found).count("Nvidia (ORG)") == 4
        assert ("Velmora", "Nvidia", "decision") in rules(found.merges)
        assert found.unmatched == ()

    def test_the_reason_that_was_given_is_kept_with_the_number_of_articles(self) -> None:
        because = {one.name: one for one in decided(Merged(VELMORA, NVIDIA, because="they told me")).merges}["Velmora"]
        assert (because.because, because.articles) == ("they told me", 3)
        assert {one.name: one for one in decided(Merged(VELMORA, NVIDIA)).merges}["Velmora"].because

    def test_merges_lead_on(self) -> None:
        velmorra = Entity.named("ORG", "Velmorra")
        found = decided(Merged(velmorra, VELMORA), Merged(VELMORA, NVIDIA))
        assert {"Velmora (ORG)", "Velmorra (ORG)"}.isdisjoint(names(found))
        assert {("Velmorra", "Nvidia", "decision"), ("Velmora", "Nvidia", "decision")} <= rules(found.merges)

    def test_a_name_that_is_one_already_is_named_and_changes_nothing(self) -> None:
        found = decided(Merged(AWS, AMAZON))
        assert (seen(found), found.unmatched) == (seen(BEFORE), ())

    def test_across_classes_the_class_of_the_other_holds(self) -> None:
        nova = Entity.named("TECHNOLOGY", "Nova")
        assert names(decided(Merged(nova, VELMORA)))[-3:] == ["Velmora (ORG)"] * 3

    def test_the_doubt_is_settled(self) -> None:
        velmorra = Entity.named("ORG", "Velmorra")
        assert {(one.one, one.other) for one in BEFORE.doubts} == {(VELMORA, velmorra)}
        assert decided(Merged(velmorra, VELMORA)).doubts == ()

    def test_relations_between_the_two_are_dropped(self) -> None:
        one = read("{Velmora:ORG} et {NVIDIA:ORG}", "a1", ("Velmora", "partnersWith", "NVIDIA"))
        assert first(resolve([one], SCHEMA, Decisions((Merged(VELMORA, NVIDIA),)))).relations == ()

    def test_a_merge_then_a_split_in_the_file_gives_back_what_was(self) -> None:
        text = ""
        merge, split = Merged(VELMORA, NVIDIA), Split(VELMORA, NVIDIA)
        for decision in (merge, split):
            text = with_decision(text, "decisions.yaml", decision, SCHEMA).text
        left = parse_decisions(text, "decisions.yaml", SCHEMA)
        assert merge not in left
        assert seen(decided(*left)) == seen(BEFORE)


class TestSplit:
    def test_a_known_other_name_stands_for_itself(self) -> None:
        texts = ("{AWS:ORG} vend.", "{Amazon Web Services:ORG} vend.")
        assert names(resolved(*texts)) == ["Amazon Web Services (ORG)"] * 2
        found = decided(Split(AWS, AMAZON), texts=texts)
        assert names(found) == ["AWS (ORG)", "Amazon Web Services (ORG)"]
        assert found.unmatched == ()

    @pytest.mark.parametrize(
        ("texts", "one", "origin"),
        [
            (["{Ana Brivane:PERSON}, {Brivane:PERSON}"], "Brivane (PERSON)", "Ana Brivane (PERSON)"),
            (["{Velmora Web Services:ORG} ({VWS:ORG})", "{VWS:ORG}"], "VWS (ORG)", "Velmora Web Services (ORG)"),
            (["{Wi-Vel:TECHNOLOGY}", "{WiVel:TECHNOLOGY}"], "WiVel (TECHNOLOGY)", "Wi-Vel (TECHNOLOGY)"),
            (["{Nvidia V77:PRODUCT}", "{V77:PRODUCT}"], "V77 (PRODUCT)", "Nvidia V77 (PRODUCT)"),
            (["{Velmora Inc.:ORG}", "{Velmora:ORG}"], "Velmora Inc. (ORG)", "Velmora (ORG)"),
            (["Sous licence {MIT:TECHNOLOGY}"], "MIT (TECHNOLOGY)", "MIT License (TECHNOLOGY)"),
            (["{AWS:ORG}"], "AWS (ORG)", "Amazon Web Services (ORG)"),
        ],
    )
    def test_no_rule_joins_what_was_split_and_the_split_is_known_to_hold(
        self, texts: list[str], one: str, origin: str
    ) -> None:
        assert one not in names(resolved(*texts))
        name, thing = read_reference(one), read_reference(origin)
        assert name
        assert thing
        found = resolved(*texts, decided=[Split(name, thing)])
        assert one in names(found)
        assert found.unmatched == ()
        assert all({reference(doubt.one), reference(doubt.other)} != {one, origin} for doubt in found.doubts)

    def test_in_some_articles_a_name_is_another_thing(self) -> None:
        nova = Entity.named("TECHNOLOGY", "Nova")
        found = decided(Split(nova, nova, ("a6",), "Nova (moteur)"))
        assert names(found)[-3:] == ["Nova (TECHNOLOGY)", "Nova (moteur) (TECHNOLOGY)", "Velmora (ORG)"]
        assert ("Nova", "Nova (moteur)", "decision") in rules(found.merges)
        assert found.unmatched == ()

    def test_relations_around_the_name_go_with_it(self) -> None:
        one = read("{Velmora:ORG} et {NVIDIA:ORG}", "a1", ("Velmora", "partnersWith", "NVIDIA"))
        split = Split(VELMORA, VELMORA, ("a1",), "Velmora (bar)")
        (relation,) = first(resolve([one], SCHEMA, Decisions((split,)))).relations
        assert relation.head == Entity.named("ORG", "Velmora (bar)")

    def test_not_the_same_is_an_answer_to_a_doubt(self) -> None:
        found = decided(Split(Entity.named("ORG", "Velmorra"), VELMORA))
        assert found.doubts == ()
        assert clusters(found) == clusters(BEFORE)


class TestRename:
    def test_the_label_changes_and_the_thing_stays_the_same(self) -> None:
        found = decided(Renamed(NVIDIA, "NVidia Inc."))
        assert names(found)[2] == "NVidia Inc. (ORG)"
        assert first(found).mentions[2].entity.key == "nvidia"
        assert clusters(found) == clusters(BEFORE)

    def test_another_of_its_names_serves_to_name_it(self) -> None:
        assert names(decided(Renamed(AWS, "Amazon")))[:2] == ["Amazon (ORG)"] * 2

    def test_a_merge_into_its_own_new_name_is_not_told(self) -> None:
        assert "AWS" not in {one.name for one in decided(Renamed(AMAZON, "AWS")).merges}


class TestRetype:
    NOVA = Entity.named("TECHNOLOGY", "Nova")

    def test_the_class_changes_and_the_key_stays(self) -> None:
        found = decided(Retyped(self.NOVA, "PRODUCT"))
        entity = tuple(found.extractions)[-1].mentions[0].entity
        assert (entity.type, entity.key, entity.name) == ("PRODUCT", "nova", "Nova")
        assert found.unmatched == ()

    def test_the_overruled_readings_of_it_are_settled(self) -> None:
        assert {one.type for one in BEFORE.readings} == {"PRODUCT"}
        assert decided(Retyped(AMAZON, "PLACE")).readings == decided(Kept(AMAZON)).readings == ()

    def test_relations_that_the_new_class_rules_out_are_gone(self) -> None:
        one = read("{Velmora:ORG} et {NVIDIA:ORG}", "a1", ("Velmora", "partnersWith", "NVIDIA"))
        assert first(resolve([one], SCHEMA, Decisions((Retyped(VELMORA, "PLACE"),)))).relations == ()

    def test_a_thing_of_that_name_and_class_becomes_the_same_with_one_label(self) -> None:
        texts = ("{Nova:TECHNOLOGY}",) * 2 + ("{NOVA:PLACE}",) * 2
        assert len(set(names(resolved(*texts)))) == 2
        assert set(names(decided(Retyped(self.NOVA, "PLACE"), texts=texts))) == {"NOVA (PLACE)"}
        renamed = decided(Retyped(self.NOVA, "PLACE"), Renamed(self.NOVA, "Nova !"), texts=texts)
        assert set(names(renamed)) == {"Nova ! (PLACE)"}

    def test_the_link_goes_along(self) -> None:
        assert set(decided(Retyped(NVIDIA, "PRODUCT")).links) == {
            Entity.named("PRODUCT", "Nvidia"), *(one for one in BEFORE.links if one != NVIDIA)
        }  # fmt: skip

    def test_other_decisions_may_name_it_by_its_new_class(self) -> None:
        found = decided(Retyped(self.NOVA, "PRODUCT"), Renamed(Entity.named("PRODUCT", "Nova"), "Novaa"))
        assert names(found)[-2] == "Novaa (PRODUCT)"
        assert found.unmatched == ()


class TestReject:
    def test_a_rejected_name_leaves_no_mention_no_relation_and_nothing_else(self) -> None:
        one = read("{Velmora:ORG} et {NVIDIA:ORG}", "a9", ("Velmora", "partnersWith", "NVIDIA"))
        found = resolve([*corpus(*TEXTS), one], SCHEMA, Decisions(in_order([Rejected(VELMORA), Rejected(NVIDIA)])))
        left = {mention.entity for each in found.extractions for mention in each.mentions}
        assert not {VELMORA, NVIDIA} & left
        assert all(each.relations == () for each in found.extractions)
        told = [str((found.merges, found.doubts, found.readings, found.links))]
        assert not [text for text in told if "'velmora'" in text or "'nvidia'" in text]

    def test_a_rejected_relation_is_gone_from_every_article_in_either_direction(self) -> None:
        both = [
            read("{Velmora:ORG} et {NVIDIA:ORG}", "a1", ("Velmora", "partnersWith", "NVIDIA")),
            read("{NVIDIA:ORG} et {Velmora:ORG}", "a2", ("NVIDIA", "partnersWith", "Velmora")),
        ]
        for decision in (
            RejectedRelation(VELMORA, "partnersWith", NVIDIA),
            RejectedRelation(NVIDIA, "partnersWith", VELMORA),
        ):
            found = resolve(both, SCHEMA, Decisions((decision,)))
            assert [one.relations for one in found.extractions] == [(), ()]
            assert names(found) == names(resolve(both, SCHEMA))

    def test_another_relation_of_the_two_stays(self) -> None:
        one = read("{Velmora:ORG} et {NVIDIA:ORG}", "a1", ("Velmora", "acquires", "NVIDIA"))
        found = resolve([one], SCHEMA, Decisions((RejectedRelation(NVIDIA, "acquires", VELMORA),)))
        assert len(first(found).relations) == 1


def test_an_accepted_relation_is_known_by_what_its_ends_are_in_the_end() -> None:
    stated = read("{Velmora:ORG}, {NVIDIA:ORG} et {AWS:ORG}.", "a1", ("Velmora", "partnersWith", "AWS"))
    accepted = AcceptedRelation(VELMORA, "partnersWith", AWS)
    found = resolve([stated], SCHEMA, Decisions((Merged(VELMORA, NVIDIA), accepted)))
    assert found.unmatched == ()
    assert found.accepted == {Triple(AMAZON, "partnersWith", NVIDIA)}


def test_links_are_given_and_taken_away() -> None:
    found = decided(Linked(VELMORA, WIKIDATA), Linked(NVIDIA, None))
    assert found.links[VELMORA] == WIKIDATA
    assert NVIDIA in BEFORE.links
    assert NVIDIA not in found.links
    assert decided(Linked(VELMORA, WIKIDATA), Merged(VELMORA, NVIDIA)).links[NVIDIA] == WIKIDATA
    assert AMAZON not in decided(Linked(AMAZON, WIKIDATA), Rejected(AWS)).links


@pytest.mark.parametrize(
    "decision",
    [
        Merged(NOBODY, NVIDIA),
        Merged(NVIDIA, NOBODY),
        Split(NOBODY, NVIDIA),
        Split(NVIDIA, NOBODY),
        Split(NVIDIA, NVIDIA, ("no-such-article",), "Nvidia (bar)"),
        Split(VELMORA, VELMORA, ("a1",), "Velmora (bar)"),
        Renamed(NOBODY, "Somebody"),
        Renamed(Entity.named("PERSON", "Nvidia"), "Somebody"),
        Retyped(NOBODY, "PERSON"),
        Kept(NOBODY),
        Rejected(NOBODY),
        RejectedRelation(NVIDIA, "partnersWith", NOBODY),
        AcceptedRelation(NOBODY, "partnersWith", NVIDIA),
        Linked(NOBODY, WIKIDATA),
    ],
)
def test_a_decision_that_names_nothing_is_reported_and_changes_nothing(decision: Decision) -> None:
    found = decided(decision, Renamed(VELMORA, "Velmora !"))
    assert found.unmatched == (decision,)
    assert seen(found) == seen(decided(Renamed(VELMORA, "Velmora !")))


def test_a_name_that_two_things_bear_names_neither() -> None:
    texts = ("{Ana Brivane:PERSON}, {Brivane:PERSON}", "{Luc Brivane:PERSON}, {Brivane:PERSON}")
    decision = Renamed(Entity.named("PERSON", "Brivane"), "B.")
    found = decided(decision, texts=texts)
    assert found.unmatched == (decision,)
    assert names(found) == names(resolved(*texts))


THINGS = st.sampled_from([
    AWS, AMAZON, NVIDIA, VELMORA, NOBODY, Entity.named("ORG", "Velmorra"), Entity.named("TECHNOLOGY", "Nova"),
    Entity.named("PERSON", "Ana Brivane"), Entity.named("PERSON", "Brivane"),
])  # fmt: skip
TWO = st.tuples(THINGS, THINGS).filter(lambda pair: pair[0] != pair[1])
DECISIONS = st.one_of(
    st.builds(lambda pair: Merged(*pair), TWO),
    st.builds(lambda pair: Split(*pair), TWO),
    st.builds(lambda one, articles: Split(one, one, tuple(sorted(articles)), f"{one.name} (autre)"),
              THINGS, st.frozensets(st.sampled_from(["a1", "a2", "a6"]), min_size=1)),
    st.builds(Renamed, THINGS, st.sampled_from(["Neu", "Nvidia", "AWS"])),
    st.builds(Retyped, THINGS, st.sampled_from(["PLACE", "EVENT"])),
    st.builds(Kept, THINGS),
    st.builds(Rejected, THINGS),
    st.builds(lambda pair: RejectedRelation(pair[0], "partnersWith", pair[1]), TWO),
    st.builds(lambda pair: AcceptedRelation(pair[0], "partnersWith", pair[1]), TWO),
    st.builds(Linked, THINGS, st.sampled_from([WIKIDATA, None])),
)  # fmt: skip
SEVERAL = st.lists(DECISIONS, max_size=5).map(lambda some: [one for one in some if not _disputed(one, some)])


def _disputed(one: Decision, decisions: list[Decision]) -> bool:
    """Whether a decision is part of a contradiction; a file of decisions would be refused."""
    numbered = [replace(each, line=line) for line, each in enumerate(dict.fromkeys(decisions), 1)]
    return any(one in (found.decision, *found.others) for found in contradictions(numbered))


@settings(max_examples=40, deadline=None)
@given(SEVERAL, st.randoms(use_true_random=False))
def test_decisions_are_a_set(decisions: list[Decision], random: Random) -> None:
    shuffled = [*decisions, *decisions]
    random.shuffle(shuffled)
    one, other = decided(*decisions), decided(*shuffled)
    assert (seen(one), one.unmatched) == (seen(other), other.unmatched)


@settings(max_examples=40, deadline=None)
@given(SEVERAL)
def test_decisions_leave_a_sound_resolution(decisions: list[Decision]) -> None:
    found = decided(*decisions)
    labels: dict[Entity, str] = {}
    for before, after in zip(BEFORE.extractions, found.extractions, strict=True):
        assert after.article == before.article
        spans = {(one.start, one.end, one.exact) for one in before.mentions}
        assert {(one.start, one.end, one.exact) for one in after.mentions} <= spans
        for mention in after.mentions:
            assert labels.setdefault(mention.entity, mention.entity.name) == mention.entity.name
    assert all(one.entity in labels and one.name != one.entity.name for one in found.merges)
    assert all({one.one, one.other} <= set(labels) and one.one < one.other for one in found.doubts)
    assert len({(one.one, one.other) for one in found.doubts}) == len(found.doubts)
    assert len({(one.entity, one.name, one.rule) for one in found.merges}) == len(found.merges)
    assert all(one.entity in labels and one.type != one.entity.type for one in found.readings)
    assert set(found.links) <= set(labels)


@settings(max_examples=40, deadline=None)
@given(SEVERAL)
def test_decisions_that_name_nothing_may_as_well_not_be_there(decisions: list[Decision]) -> None:
    found = decided(*decisions)
    matched = [one for one in decisions if one not in found.unmatched]
    again = decided(*matched)
    assert seen(again) == seen(found)
    assert again.unmatched == ()


def test_what_is_told_twice_after_a_decision_is_told_once() -> None:
    one, two, three = (Entity.named("ORG", name) for name in ("Alma", "Brio", "Cador"))
    resolution = Resolution(
        tuple(corpus("{Alma:ORG} {Brio:ORG} {Cador:ORG}")),
        merges=(Merge(one, "A", "alias", "so", 1), Merge(two, "A", "alias", "so too", 2)),
        doubts=(Doubt(one, three, "similar", "near", 0.4), Doubt(two, three, "similar", "nearer", 0.6)),
        readings=(Reading(one, "PRODUCT", 1, 0.1), Reading(two, "PRODUCT", 2, 0.3)),
    )
    census = Census(dict.fromkeys((one, two, three), 1), (), {}, frozenset())
    found = decide(resolution, census, Decisions((Merged(one, two),)), SCHEMA)
    assert found.doubts == (Doubt(two, three, "similar", "nearer", 0.6),)
    assert found.readings == (Reading(two, "PRODUCT", 3, 0.3),)
    assert found.merges == (
        Merge(two, "A", "alias", "so", 3), Merge(two, "Alma", "decision", "a person decided it", 1)
    )  # fmt: skip
