"""All articles: one thing, one node, and why; in whatever order they come."""

from __future__ import annotations

import pickle
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.model import Entity, Extraction, Mention
from kg.resolve import Decisions, Local, Reading, Resolution, localise, resolve, settle
from kg.resolve.corrections import Renamed
from kg.resolve.spelling import key, plain
from kg.schema.types import GivenName
from tests.make import article
from tests.make_resolve import SCHEMA, clusters, corpus, names, read, resolved, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

SNIPPETS = (
    "{AWS:ORG}", "{aws:PRODUCT}", "{AWS:PERSON}", "{Amazon Web Services:ORG} ({AWS:ORG})", "{AWS Brivane:PRODUCT}",
    "{Brivane:PRODUCT}", "{Velmora Web Services:ORG} ({VWS:ORG})", "{VWS:ORG}", "{vws:PRODUCT}",
    "{Vert West Studio:ORG} ({VWS:ORG})", "{Velmora:ORG}", "{VELMORA:ORG}", "{**Velmora** Inc.:ORG}",
    "{Velmora:PERSON}", "{Velmora:PLACE}", "{Ana Velmora:PERSON}", "{Ana B. Velmora:PERSON}", "{Luc Velmora:PERSON}",
    "{Ana:PERSON}", "{Velmora H7:PRODUCT}", "{H7:PRODUCT}", "{H8:PRODUCT}", "{Claude:PRODUCT}",
    "{Anthropic Claude:PRODUCT}", "{Anthropic:ORG}", "{Anthropik:ORG}", "{Ostrellotech:ORG}", "{Ostrellotec:ORG}",
    "{Ostrellotecs:TECHNOLOGY}", "{Ostrellotec:TECHNOLOGY}", "{VelCon 2025:EVENT}", "{VelCon 2026:EVENT}",
    "{VelCon:EVENT}", "{Wi-Vel:TECHNOLOGY}", "{WiVel:TECHNOLOGY}", "{MIT:ORG}", "{MIT:TECHNOLOGY} sous licence",
    "{DMA:TECHNOLOGY}", "{DMA:REGULATION} en Europe", "{Digital Markets Act:REGULATION} ({DMA:TECHNOLOGY})",
    "{LoRa:TECHNOLOGY}", "{LoRA:TECHNOLOGY} pour un modèle", "{USA:PLACE}", "{États-Unis:PLACE}", "{Linux:PRODUCT}",
    "{Velmora Linux:PRODUCT}", "{Atlas:PRODUCT}, un robot", "{Aws:ORG}", "{aws:ORG}",
)  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(SNIPPETS), min_size=1, max_size=5).map(" puis ".join), min_size=1, max_size=6)
"""Articles in which all rules, and some quarrels between them, come about."""
NOBODY = Entity("", "", "")
BOUNDED = settings(max_examples=40, deadline=None)


def first(resolution: Resolution) -> Extraction:
    return next(iter(resolution.extractions))


def seen(resolution: Resolution) -> object:
    """All that there is to see of a resolution, labels included, but for the order of the articles."""
    said = {
        one.article.key: [(mention.start, str(mention.entity)) for mention in one.mentions]
        for one in resolution.extractions
    }
    return (
        dict(sorted(said.items())),
        list(map(str, resolution.merges)),
        list(map(str, resolution.doubts)),
        list(map(str, resolution.readings)),
        list(map(str, resolution.copies)),
        list(map(str, resolution.links.items())),
    )


@pytest.mark.parametrize(
    ("texts", "one"),
    [
        (["{AWS:ORG}", "{Amazon Web Services:ORG}", "{AWS:ORG} ({Amazon Web Services:ORG})"],
         "Amazon Web Services (ORG)"),
        (["{États-Unis:PLACE}", "{USA:PLACE}", "{U.S.:PLACE}", "{Etats-Unis:PLACE}", "{United States:PLACE}"],
         "United States (PLACE)"),
        (["{APT28:THREAT_ACTOR}", "{Fancy Bear:THREAT_ACTOR}"], "APT28 (THREAT_ACTOR)"),
        (["{NVIDIA:ORG}", "{Nvidia:ORG}", "{Nvidia Corporation:ORG}"], "Nvidia (ORG)"),
        (["{RGPD:REGULATION}", "{GDPR:REGULATION}"], "General Data Protection Regulation (REGULATION)"),
        (["{H100:PRODUCT}", "{Nvidia H100:PRODUCT}"], "Nvidia H100 (PRODUCT)"),
        (["{GPT\u20114:PRODUCT}", "{GPT-4:PRODUCT}", "{GPT\u20114:PRODUCT}"], "GPT-4 (PRODUCT)"),
        (["{UE:ORG}", "{Union européenne:ORG}", "{European Union:ORG}"], "European Union (ORG)"),
        (["{AWS:ORG}", "{AWS:ORG}", "{AWS:PERSON}", "{AWS:PRODUCT}"], "Amazon Web Services (ORG)"),
        (["{**Grace\nBlackwell**:PRODUCT}", "{Grace Blackwell:PRODUCT}"], "Grace Blackwell (PRODUCT)"),
        (["{Chat\u00a0Control:REGULATION}", "{Chat Control:REGULATION}"], "Chat Control (REGULATION)"),
    ],
)  # fmt: skip
def test_one_thing_is_one_node_in_all_languages_and_spellings(texts: list[str], one: str) -> None:
    assert set(names(resolved(*texts))) == {one}


@pytest.mark.parametrize(
    ("texts", "things"),
    [
        (["Sous licence {MIT:ORG}.", "Une étude du {MIT:ORG}."],
         ["MIT License (TECHNOLOGY)", "Massachusetts Institute of Technology (ORG)"]),
        (["Le {DMA:REGULATION} en Europe.", "Le contrôleur {DMA:TECHNOLOGY} du noyau."],
         ["Digital Markets Act (REGULATION)", "DMA (TECHNOLOGY)"]),
        (["Le {Digital Markets Act:REGULATION} ({DMA:TECHNOLOGY})", "Le {DMA:TECHNOLOGY} du noyau."],
         ["Digital Markets Act (REGULATION)"] * 2 + ["DMA (TECHNOLOGY)"]),
        (["Un programme {Apollo:EVENT} de la NASA", "GraphQL avec {Apollo:PRODUCT}"],
         ["Apollo program (EVENT)", "Apollo GraphQL (PRODUCT)"]),
        (["{Jensen Huang:PERSON}, {Huang:PERSON}", "{Renee Huang:PERSON}, {Huang:PERSON}"],
         ["Jensen Huang (PERSON)"] * 2 + ["Renee Huang (PERSON)"] * 2),
        (["{Arm:ORG}", "{ARM:TECHNOLOGY}", "{Arm:ORG}"], ["Arm (ORG)", "Arm (TECHNOLOGY)", "Arm (ORG)"]),
    ],
)  # fmt: skip
def test_two_things_of_one_name_are_two(texts: list[str], things: list[str]) -> None:
    assert names(resolved(*texts)) == things


def test_the_radio_is_no_way_to_tune_a_model() -> None:
    radio, tuning = names(
        resolved("Un capteur {LoRa:TECHNOLOGY} au champ.", "Un adaptateur {LoRA:TECHNOLOGY} entraîné.")
    )
    assert radio != tuning == "Low-Rank Adaptation (TECHNOLOGY)"


def test_the_label_is_how_most_articles_write_the_name() -> None:
    spelt = ["VELMORA", "Velmora", "Velmora", "VelMora"]
    assert set(names(resolved(*(f"{{{name}:ORG}} {{{name}:ORG}}" for name in spelt)))) == {"Velmora (ORG)"}


def test_a_person_and_a_place_of_one_name_are_two_where_several_articles_say_so() -> None:
    def classes(*types: str) -> set[str]:
        return {mention.entity.type for one in resolved(*(f"{{Jordan:{type_}}}." for type_ in types)).extractions
                for mention in one.mentions}  # fmt: skip

    assert classes("PERSON", "PERSON", "PLACE", "PLACE") == {"PERSON", "PLACE"}
    assert classes("PERSON", "PERSON", "PERSON", "PLACE") == {"PERSON"}
    assert classes("PRODUCT", "PRODUCT", "ORG", "ORG", "ORG") == {"ORG"}


def test_what_was_overruled_is_told_of_the_thing_that_the_name_became() -> None:
    found = resolved("{AWS:ORG}", "{AWS:ORG}", "{AWS:PERSON}", "{AWS:PRODUCT}")
    thing = Entity.named("ORG", "Amazon Web Services")
    assert found.readings == (Reading(thing, "PERSON", 1, 0.25), Reading(thing, "PRODUCT", 1, 0.25))


def test_every_rule_leaves_its_reason() -> None:
    found = resolved(
        "{Amazon Web Services:ORG}", "{AWS:ORG}", "Sous licence {MIT:ORG}", "{Ana Velmora:PERSON}, {Velmora:PERSON}",
        "{Vert West Studio:ORG} ({VWS:ORG})", "{VWS:ORG}", "{Anthropic Claude:PRODUCT}",
        "{Claude:PRODUCT}, {Anthropic:ORG}", "{Wi-Vel:TECHNOLOGY}", "{WiVel:TECHNOLOGY}", "{Wi-Vel:TECHNOLOGY}",
    )  # fmt: skip
    assert rules(found.merges) == {
        ("AWS", "Amazon Web Services", "alias"),
        ("MIT", "MIT License", "context"),
        ("Velmora", "Ana Velmora", "surname"),
        ("VWS", "Vert West Studio", "acronym"),
        ("Anthropic Claude", "Claude", "maker"),
        ("WiVel", "Wi-Vel", "spelling"),
    }
    assert {merge.articles for merge in found.merges if merge.rule == "acronym"} == {2}
    assert all(merge.because and not merge.because.endswith(".") for merge in found.merges)


def test_an_article_counts_once_for_a_name_however_it_is_read() -> None:
    found = resolved("{DMA:TECHNOLOGY} puis {DMA:REGULATION} en Europe", "{AWS:ORG} et {AWS:PERSON}, {AWS:ORG}")
    assert {(merge.name, merge.articles) for merge in found.merges} == {("DMA", 1), ("AWS", 1)}


def test_known_things_have_their_links() -> None:
    links = resolved("{NVIDIA:ORG} et {Velmora:ORG}").links
    assert links == {Entity.named("ORG", "Nvidia"): "http://www.wikidata.org/entity/Q182477"}


@BOUNDED
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_nothing(texts: list[str], random: Random) -> None:
    shuffled = corpus(*texts)
    random.shuffle(shuffled)
    assert seen(resolve(corpus(*texts), SCHEMA)) == seen(resolve(shuffled, SCHEMA))


@BOUNDED
@given(TEXTS, st.integers(1, 4))
def test_workers_that_share_the_articles_and_send_back_copies_change_nothing(texts: list[str], workers: int) -> None:
    found = corpus(*texts)
    shares: list[list[Extraction]] = [pickle.loads(pickle.dumps(found[place::workers])) for place in range(workers)]  # noqa: S301
    joined = [one for share in shares for one in share]
    assert seen(resolve(found, SCHEMA)) == seen(resolve(joined, SCHEMA))


@BOUNDED
@given(TEXTS, st.randoms(use_true_random=False))
def test_summaries_that_were_kept_are_as_good_as_the_articles_in_any_order(texts: list[str], random: Random) -> None:
    found = corpus(*texts)
    local = [localise(one, SCHEMA) for one in found]
    random.shuffle(local)
    data = [msgspec.msgpack.encode(one) for one in local]
    kept = [msgspec.msgpack.decode(one, type=Local) for one in data]
    settled = settle([one.summary for one in kept], [one.extraction for one in kept], SCHEMA)
    assert seen(settled) == seen(resolve(found, SCHEMA))
    assert all(one.article.blocks == () for one in settled.extractions)


class Streamed(Collection[Extraction]):
    """Extractions of which it is counted how often they are looked at."""

    def __init__(self, extractions: Sequence[Extraction]) -> None:
        self.extractions, self.looks = extractions, 0

    def __iter__(self) -> Iterator[Extraction]:
        for one in self.extractions:
            self.looks += 1
            yield one

    def __len__(self) -> int:
        return len(self.extractions)

    def __contains__(self, one: object) -> bool:
        raise AssertionError


def test_extractions_are_looked_at_when_the_result_is_and_every_time_anew() -> None:
    local = [localise(one, SCHEMA) for one in corpus("{AWS:ORG}", "{AWS:ORG} et {Velmora:ORG}")]
    streamed = Streamed([one.extraction for one in local])
    decisions = Decisions((Renamed(Entity.named("ORG", "Velmora"), "Velmore"),))
    found = settle([one.summary for one in local], streamed, SCHEMA, decisions)
    assert (len(found.extractions), len(found.sources()), streamed.looks) == (2, 2, 0)
    assert first(found).mentions[0].entity.name == "Amazon Web Services"
    assert streamed.looks == 1
    assert names(found) == names(found) == ["Amazon Web Services (ORG)"] * 2 + ["Velmore (ORG)"]
    assert streamed.looks == 5


@BOUNDED
@given(TEXTS)
def test_every_name_that_became_another_has_a_reason_and_everything_one_label(texts: list[str]) -> None:
    found = resolved(*texts)
    reasons = {(merge.entity, key(merge.name)) for merge in found.merges}
    labels: dict[Entity, str] = {}
    for one in found.extractions:
        for mention in one.mentions:
            assert labels.setdefault(mention.entity, mention.entity.name) == mention.entity.name
            written = key(plain(mention.exact))
            assert written == mention.entity.key or (mention.entity, written) in reasons
    assert all(one.entity in labels and one.name != one.entity.name for one in found.merges)
    assert all(0 < one.articles <= len(texts) for one in found.merges)
    assert all({one.one, one.other} <= set(labels) and one.one < one.other for one in found.doubts)
    assert all(one.entity in labels and one.type != one.entity.type for one in found.readings)
    assert len({(one.one, one.other) for one in found.doubts}) == len(found.doubts)
    assert len({(one.entity, one.name, one.rule) for one in found.merges}) == len(found.merges)
    assert len({(one.entity, one.type) for one in found.readings}) == len(found.readings)


@BOUNDED
@given(TEXTS)
def test_mentions_stay_where_they_stand(texts: list[str]) -> None:
    before = corpus(*texts)
    after = resolve(before, SCHEMA).extractions
    assert [one.article for one in after] == [one.article for one in before]
    for one, other in zip(before, after, strict=True):
        assert [replace(mention, entity=NOBODY) for mention in one.mentions] == [
            replace(mention, entity=NOBODY) for mention in other.mentions
        ]


@BOUNDED
@given(TEXTS)
def test_what_is_resolved_stays_so_when_resolved_again(texts: list[str]) -> None:
    found = resolved(*texts)
    # A class that all articles settle gives single articles new evidence: "Velmora" is then a surname after all.
    assume(not found.readings)
    assert clusters(resolve(found.extractions, SCHEMA)) == clusters(found)


@BOUNDED
@given(TEXTS)
def test_an_article_given_twice_changes_no_cluster(texts: list[str]) -> None:
    found, doubled = resolved(*texts), resolve(corpus(*texts) + corpus(*texts), SCHEMA)
    assume(not found.readings and not doubled.readings)  # where articles vote, two votes are more than one
    twice = tuple(doubled.extractions)
    assert twice[: len(texts)] == twice[len(texts) :]
    assert clusters(replace(doubled, extractions=twice[: len(texts)])) == clusters(found)


@pytest.mark.parametrize(
    "name",
    [
        "-", "…", "*", "**", "__", "😀", "❤\ufe0f", "é", "e\u0301", "2025", "3,14", "X", "AB", "ab", "S.A.", "& Co",
        "بيت", "\u202bשלום\u202c", "\u200b", "a\u00a0b", "A*", "C++", "(AWS)", "«AWS»", "it's", "L’", "'",
        "Iñtërnâtiônàlizætiøn", "१२३", "²", "İ", "ŉ", "ﬁ", "a" * 10_000, "ab " * 1_000 + "ab", "😀" * 5_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("type_", ["ORG", "PERSON", "PRODUCT", "EVENT"])
def test_no_name_is_too_odd(name: str, type_: str) -> None:
    texts = [f"{{{name}:{type_}}} et {{Velmora:ORG}} ({{{name}:{type_}}})", f"{{{name}:{type_}}} {{{name}s:{type_}}}"]
    found = resolved(*texts)
    assert [mention.exact for one in found.extractions for mention in one.mentions].count(name) == 3
    assert all(one.name for one in {mention.entity for each in found.extractions for mention in each.mentions})


def test_names_of_signs_only_are_not_one() -> None:
    odd = ["-", "…", "*", "😀", "😎", "?!", "—"]
    assert len(set(names(resolved(*(f"{{{name}:ORG}} {{{name}:ORG}}" for name in odd))))) == len(odd)


@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=5, unique=True))
@settings(max_examples=50, deadline=None)
def test_whatever_is_written_is_resolved(written: list[str]) -> None:
    text = " ".join(written)
    mentions, end = [], 0
    for name in written:
        start = text.index(name, end)
        end = start + len(name)
        mentions.append(Mention(Entity.named("ORG", name), start, end, name, 0.5, "test"))
    source = replace(read("{Velmora:ORG}"), article=article(text), mentions=tuple(mentions))
    found = resolve([source], SCHEMA)
    assert [mention.exact for mention in first(found).mentions] == written


def test_no_articles_and_articles_without_names_are_resolved() -> None:
    assert resolve([], SCHEMA) == Resolution(())
    empty = read("Rien.")
    assert resolve([empty, empty], SCHEMA).extractions == (empty, empty)


def test_two_articles_with_one_identifier_are_two() -> None:
    found = resolve([read("{Velmora:ORG}"), read("{Velmora Inc.:ORG}")], SCHEMA)
    assert names(found) == ["Velmora (ORG)"] * 2
    assert [merge.articles for merge in found.merges] == [1]


def test_a_schema_of_other_classes_is_resolved_with_what_it_has() -> None:
    wine = replace(next(iter(SCHEMA.classes.values())), name="WINE")
    schema = replace(SCHEMA, classes={"WINE": wine}, relations={})
    texts = ["{Château Velmora:WINE}, sous licence {MIT:WINE}", "{Chateau-Velmora:WINE} et {AWS:WINE}"]
    found = resolve(corpus(*texts), schema)
    assert names(found) == ["Chateau-Velmora (WINE)", "MIT (WINE)", "Chateau-Velmora (WINE)", "AWS (WINE)"]


def test_the_analysts_names_hold_against_the_table() -> None:
    given_ = (GivenName("AWS", "ORG", "Atelier Web de Savoie"),
              GivenName("Atelier Web de Savoie", "ORG", "Atelier Web de Savoie"))  # fmt: skip
    found = resolve(corpus("{AWS:ORG}", "{Amazon Web Services:ORG}"), replace(SCHEMA, names=given_))
    assert names(found) == ["Atelier Web de Savoie (ORG)", "Amazon Web Services (ORG)"]
    assert found.merges[0].because == "the schema gives it as another name of Atelier Web de Savoie"


def test_relations_that_a_class_rules_out_are_gone_and_the_others_follow_their_ends() -> None:
    texts = [("{Velmora:ORG} et {AWS:ORG}", ("Velmora", "partnersWith", "AWS"))]
    read_ = [read(text, "a1", relation) for text, relation in texts]
    (kept,) = first(resolve(read_, SCHEMA)).relations
    assert kept.tail == Entity.named("ORG", "Amazon Web Services")
    others = [read("{Velmora:PERSON}", f"b{place}") for place in range(4)]
    assert first(resolve([*read_, *others], SCHEMA)).relations == ()


def test_an_article_that_spells_an_acronym_out_in_words_keeps_its_own_meaning() -> None:
    texts = [
        "{Agence du lointain spatial:ORG} ({ALS:ORG}) parle.",
        "Selon l'Autorité de la lumière souterraine ({ALS:ORG}), rien. {ALS:ORG} agit.",
        "{ALS:ORG} se tait.",
    ]
    resolution = resolved(*texts)
    found = [{mention.entity.name for mention in one.mentions} for one in resolution.extractions]
    assert found == [{"Agence du lointain spatial"}, {"Autorité de la lumière souterraine"}, {"ALS"}]
    assert {doubt.rule for doubt in resolution.doubts} == {"acronym"}
