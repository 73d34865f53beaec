"""Within one article: one thing, one entity."""

from __future__ import annotations

import time

import pytest

from kg.model import Entity
from kg.resolve.known import load_known
from kg.resolve.within import abbreviates, resolve_within
from tests.make_resolve import SCHEMA, read

KNOWN = load_known(SCHEMA)


def entities(text: str, apart: frozenset[frozenset[str]] = frozenset()) -> dict[str, Entity]:
    """The entity of every surface string after resolution within the article."""
    found = resolve_within(read(text), KNOWN, apart).extraction
    return {mention.exact: mention.entity for mention in found.mentions}


def rules(text: str) -> set[tuple[str, str, str]]:
    """Of every step the short name, the long one and the rule."""
    return {(one.short.name, one.long.name, one.rule) for one in resolve_within(read(text), KNOWN).steps}


@pytest.mark.parametrize(
    ("text", "one", "rule"),
    [
        # names are called as they are written; all of a text become the one that is given, by the rule that is given
        ("{Jensen Huang:PERSON} parle. {Huang:PERSON} répond.", "Jensen Huang", "surname"),
        ("{Huang:PERSON} parle : c'est {Jensen Huang:PERSON}.", "Jensen Huang", "surname"),
        ("{Charles de Velmora:PERSON}, puis {de Velmora:PERSON}.", "Charles de Velmora", "surname"),
        ("{Charles de Velmora:PERSON}, puis {Velmora:PERSON}.", "Charles de Velmora", "surname"),
        ("{Ursula von der Leyen:PERSON}, {von der Leyen:PERSON}, {Leyen:PERSON}", "Ursula von der Leyen", "surname"),
        ("{Lisa Su:PERSON}, puis {Su:PERSON}.", "Lisa Su", "surname"),
        ("{Enzo Ostrelle-Velmora:PERSON}, puis {Ostrelle-Velmora:PERSON}.", "Enzo Ostrelle-Velmora", "surname"),
        ("{Vince Velmora:PERSON}, puis {Vince:PERSON}.", "Vince Velmora", "first name"),
        ("{Ana B. Velmora:PERSON} et {Ana Velmora:PERSON}.", "Ana B. Velmora", "initial"),
        ("{Amazon Web Services:ORG} ({AWS:ORG}) grandit.", "Amazon Web Services", "acronym"),
        ("{AWS:ORG} ({Amazon Web Services:ORG}) grandit.", "Amazon Web Services", "acronym"),
        ("**{Velmora Web Services:ORG}** (**{VWS:ORG}**) grandit.", "Velmora Web Services", "acronym"),
        ("{Agence velmorienne de l’énergie:ORG} ({AVE:ORG})", "Agence velmorienne de l’énergie", "acronym"),
        ("La {CNIV:ORG} ({Commission nationale de l'informatique velmorienne:ORG}) sanctionne.",
         "Commission nationale de l'informatique velmorienne", "acronym"),
        ("{Électricité de Velmora:ORG} ({EDV:ORG})", "Électricité de Velmora", "acronym"),
        ("{Velmora Markets Act:REGULATION} ({VMA:TECHNOLOGY})", "Velmora Markets Act", "acronym"),
        ("{Velmora Expo 2025:EVENT} ouvre. {Velmora Expo:EVENT} ferme.", "Velmora Expo 2025", "edition"),
        ("{re:Invent:EVENT} puis {AWS re:Invent 2025:EVENT}.", "AWS re:Invent 2025", "edition"),
        ("{Velmora Corporation:ORG} et {Velmora:ORG}.", "Velmora Corporation", "legal form"),
        ("{Velmora, Inc.:ORG} et {Velmora:ORG}.", "Velmora, Inc.", "legal form"),
        ("{Nvidia Corp.:ORG} et {Nvidia:ORG}.", "Nvidia", "legal form"),
        ("{Wi-Vel:TECHNOLOGY} et {WiVel:TECHNOLOGY}.", "Wi-Vel", "spelling"),
        ("{Wi-Vel:TECHNOLOGY} et {Wi\u2011Vel:TECHNOLOGY}.", "Wi-Vel", "spelling"),
        ("{Vélmora:ORG} et {Velmora:ORG}.", "Velmora", "spelling"),
        ("{CVE-2099-1234:VULNERABILITY} et {CVE\u20112099\u20111234:VULNERABILITY}.", "CVE-2099-1234", "spelling"),
        ("Une {goroutine:TECHNOLOGY}, des {goroutines:TECHNOLOGY}.", "goroutine", "spelling"),
        ("Un {VelBook:PRODUCT}, des {VelBooks:PRODUCT}.", "VelBook", "spelling"),
        ("{ChatVel Atlas:PRODUCT}, de {ChatVel:ORG} : {Atlas:PRODUCT}.", "ChatVel Atlas", "maker"),
        ("{ChatVel Atlas:PRODUCT} dans {ChatVel:PRODUCT} : {Atlas:PRODUCT}.", "ChatVel Atlas", "maker"),
        ("{Nvidia V77:PRODUCT}, puis {V77:PRODUCT}.", "Nvidia V77", "maker"),
        ("{Anthropic Claude:PRODUCT}, puis {Claude:PRODUCT}.", "Claude", "maker"),
        ("{Meta Llama:PRODUCT}, puis {Llama:PRODUCT}.", "Llama", "maker"),
    ],
)  # fmt: skip
def test_short_and_long_forms_are_one(text: str, one: str, rule: str) -> None:
    found = {mention.entity for mention in resolve_within(read(text), KNOWN).extraction.mentions}
    assert one in {entity.name for entity in found}
    assert {entity for entity in found if entity.name != one} <= {Entity.named("ORG", "ChatVel"),
                                                                  Entity.named("PRODUCT", "ChatVel")}  # fmt: skip
    assert {last for _, _, last in rules(text)} == {rule}


@pytest.mark.parametrize(
    "text",
    [
        # no two names of a text are one
        "{Gemini 2.5:PRODUCT} puis {Gemini 3:PRODUCT}.",
        "{RTX 5090:PRODUCT} et {RTX 50:PRODUCT}.",
        "{Galaxy S26:PRODUCT} et {Galaxy S26 Ultra:PRODUCT}, de {Samsung:ORG}.",
        "{iPhone 15:PRODUCT} et {iPhone 15 Pro:PRODUCT}.",
        "{iPhone 4:PRODUCT} et {iPhone 4s:PRODUCT}.",
        "{VelBox Series:PRODUCT} et {VelBox Series S:PRODUCT}.",
        "{VTTP:TECHNOLOGY} et {VTTPS:TECHNOLOGY}.",
        "{CES 2025:EVENT} puis {CES 2026:EVENT}.",
        "{CES:EVENT}, entre {CES 2025:EVENT} et {CES 2026:EVENT}.",
        "{Apple:ORG} ({ABC:ORG}) parle.",
        "{Velmora Web Services:ORG} et ({VWS:ORG}).",
        "{Velmora Web Services:ORG} ({VWS:ORG}, filiale).",
        "{Velmora:ORG} et {VELM:ORG}.",
        "{Velmora Web Services:ORG} ({VWS:ORG}) et {Vert West Studio:ORG} ({VWS:ORG}).",
        "{Lisa Su:PERSON}, puis {Sue:PERSON}.",
        "{Xavier Niel:PERSON} et {Jules Niel:PERSON}. {Niel:PERSON} parle.",
        "{Martin Velmora:PERSON} et {Luc Martin:PERSON}. {Martin:PERSON} parle.",
        "{Jensen Huang:PERSON} et {Huang:ORG}.",
        "{Oracle Linux:PRODUCT}, d'{Oracle:ORG}, est un {Linux:PRODUCT}.",
        "{Ubuntu Linux:PRODUCT}, d'{Ubuntu:ORG}, est un {Linux:PRODUCT}.",
        "{Velmora Linux:PRODUCT}, de {Velmora:ORG}, est un {Linux:PRODUCT}.",
        "{Vel Nova:PRODUCT} et {Ostr Nova:PRODUCT}, de {Vel:ORG} et {Ostr:ORG} : {Nova:PRODUCT}.",
        "{Grand Atlas:PRODUCT} et {Atlas:PRODUCT}.",
        "{Velmora H7:PRODUCT} de {Velmora:ORG}, et {H7:TECHNOLOGY}.",
        "{Windows:PRODUCT} et {Window:ORG}.",
        "{Velmora:ORG} et {Velmora:PRODUCT}.",
        "{-:ORG} et {…:ORG}, {😀:PRODUCT} et {😀😀:PRODUCT}.",
    ],
)
def test_family_members_and_strangers_stay_apart(text: str) -> None:
    extraction = read(text)
    found = resolve_within(extraction, KNOWN)
    assert found.steps == ()
    assert found.extraction is extraction


def test_the_makers_name_before_a_product_is_no_product() -> None:
    found = entities("{NVIDIA:ORG} vend. Le {NVIDIA V77:PRODUCT} arrive. Le {V77:PRODUCT} part.")
    assert found["V77"] == found["NVIDIA V77"] != found["NVIDIA"]


@pytest.mark.parametrize(
    ("short", "long", "yes"),
    [
        ("aws", "amazon web services", True),
        ("cnil", "commission nationale de l'informatique et des libertés", True),
        ("a.w.s.", "amazon web services", True),
        ("cisa", "cybersecurity and infrastructure security agency", True),
        ("ens", "école normale supérieure", True),
        ("é.n.s.", "ecole normale supérieure", True),
        ("ue", "union européenne", True),
        ("abc", "apple", False),
        ("swa", "amazon web services", False),
        ("ws", "amazon web services", False),
        ("awsx", "amazon web services", False),
        ("a", "amazon web services", False),
        ("abcdefghi", "a b c d e f g h i", False),
        ("", "amazon web services", False),
        ("…", "-", False),
        ("aws", "", False),
    ],
)
def test_an_acronym_has_the_initials_in_their_order_and_the_first_one_first(
    short: str, long: str, *, yes: bool
) -> None:
    assert abbreviates(short, long) is yes


def test_two_known_things_are_never_joined_whatever_the_article_says() -> None:
    found = entities("{Microsoft Copilot:PRODUCT}, de {Microsoft:ORG}, et {GitHub Copilot:PRODUCT}, de {GitHub:ORG}.")
    assert len(set(found.values())) == 4
    assert len(set(entities("{Windows 10:PRODUCT} ({Windows 11:PRODUCT})").values())) == 2


def test_what_a_person_told_apart_stays_apart() -> None:
    text = "{Jensen Huang:PERSON} parle. {Huang:PERSON} répond."
    found = entities(text, frozenset([frozenset({"jensen huang", "huang"})]))
    assert found["Huang"] != found["Jensen Huang"]


def test_every_name_but_the_last_has_a_step_with_its_reason() -> None:
    text = "{Velmora Web Services Inc.:ORG}, {Velmora Web Services:ORG} ({VWS:ORG})."
    assert rules(text) == {
        ("VWS", "Velmora Web Services", "acronym"),
        ("Velmora Web Services", "Velmora Web Services Inc.", "legal form"),
    }
    assert len(set(entities(text).values())) == 1


def test_an_expansion_in_the_plural_is_no_other_one() -> None:
    text = "{VDA:ORG} ({Velmora Derived Address:ORG}), des {Velmora Derived Addresses:ORG} ({VDA:ORG})"
    assert len(set(entities(text).values())) == 1


def test_the_reason_quotes_the_article_without_its_markup() -> None:
    (step,) = resolve_within(read("**{Velmora Web Services:ORG}** (**{VWS:ORG}**)", "a7"), KNOWN).steps
    assert step.because == "a7.md has “Velmora Web Services (VWS)”"


def test_a_relation_of_a_thing_with_itself_is_dropped() -> None:
    extraction = read("{Velmora Inc.:ORG} et {Velmora:ORG}.", "a1", ("Velmora Inc.", "partnersWith", "Velmora"))
    assert resolve_within(extraction, KNOWN).extraction.relations == ()


def test_an_article_without_names_stays_as_it_is() -> None:
    extraction = read("Rien à dire.")
    assert resolve_within(extraction, KNOWN).extraction is extraction


def test_an_empty_name_is_nobodys_plural() -> None:
    empty = Entity("PRODUCT", "", " ")
    extraction = read("{Velmora:PRODUCT}  {Ostrelle:PERSON}.")
    (first, *others) = extraction.mentions
    odd = type(first)(empty, first.end, first.end + 1, " ", 0.5, "test")
    named = type(extraction)(extraction.article, (first, odd, *others), ())
    assert resolve_within(named, KNOWN).steps == ()


@pytest.mark.parametrize("class_", ["PERSON", "PRODUCT"])
def test_a_name_of_thousands_of_words_takes_no_time(class_: str) -> None:
    extraction = read(f"{{{'Abc Def ' * 8000}Lume:{class_}}} et {{Lume:{class_}}} avec {{Abc:ORG}}.")
    started = time.process_time()
    within = resolve_within(extraction, KNOWN)
    assert time.process_time() - started < 2
    assert len(within.extraction.mentions) == 3
