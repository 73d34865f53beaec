"""Across articles: what is one thing, what is in doubt, and what is neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.make_resolve import names, resolved, rules

if TYPE_CHECKING:
    from kg.resolve import Resolution

COMPANY = "{Ostrelle:ORG} et {Ana Brivane:PERSON}"
"""Two names that prove company where the articles of two similar names have them both."""


def doubts(resolution: Resolution) -> set[tuple[str, str, str]]:
    """Of every doubt the two names, in alphabetical order, and the rule."""
    pairs = [(sorted((one.one.name, one.other.name)), one.rule) for one in resolution.doubts]
    return {(first, second, rule) for (first, second), rule in pairs}


@pytest.mark.parametrize(
    ("texts", "one", "rule"),
    [
        # all of the names are the one that is given, by the rule that is given
        (["{Wi-Vel:TECHNOLOGY}", "{WiVel:TECHNOLOGY}", "{Wi-Vel:TECHNOLOGY}"], "Wi-Vel", "spelling"),
        (["{Velmora:ORG}", "{Vélmora:ORG}", "{Vélmora:ORG}"], "Vélmora", "spelling"),
        (["{VelBook 7:PRODUCT}", "{VelBook7:PRODUCT}", "{VelBook 7:PRODUCT}"], "VelBook 7", "spelling"),
        (["{l’Agence velmorienne:ORG}", "{l'Agence-velmorienne:ORG}"], "l’Agence velmorienne", "spelling"),
        (["{lisière:TECHNOLOGY}", "{lisières:TECHNOLOGY}"], "lisière", "spelling"),
        (["{VVPN:TECHNOLOGY}", "{VVPNs:TECHNOLOGY}"], "VVPN", "spelling"),
        (["{Velmora Inc.:ORG}", "{Velmora:ORG}"], "Velmora", "legal form"),
        (["{Velmora S.A.:ORG}", "{Velmora:ORG}"], "Velmora", "legal form"),
        (["{Tiffany & Co.:ORG}", "{Tiffany:ORG}"], "Tiffany & Co.", "legal form"),
        (["{Ana B. Velmora:PERSON}", "{Ana Velmora:PERSON}"], "Ana Velmora", "initial"),
        (["{Velmora Web Services:ORG} ({VWS:ORG})", "{VWS:ORG}"], "Velmora Web Services", "acronym"),
        (["{VWS:ORG}", "{VWS:ORG} ({Velmora Web Services:ORG})"], "Velmora Web Services", "acronym"),
        (["{Velmora Web Services:ORG} ({VWS:ORG})", "{VWS:PRODUCT}", "{VWS:PRODUCT}"],
         "Velmora Web Services", "acronym"),
        (["{Nvidia Nova Spark:PRODUCT}", "{Nova Spark:PRODUCT}"], "Nvidia Nova Spark", "maker"),
        (["{Nvidia V77:PRODUCT}", "{V77:PRODUCT}"], "Nvidia V77", "maker"),
        (["{Nvidia V-77:PRODUCT}", "{Nvidia V77:PRODUCT}", "{V77:PRODUCT}"], "Nvidia V-77", "maker"),
        (["{Ostrelle Vim V77:PRODUCT} {Ostrelle Vim:ORG}",
          "{Ostrelle-Vim V77:PRODUCT} {Ostrelle-Vim:ORG}", "{V77:PRODUCT}"],
         "Ostrelle Vim V77", "maker"),
        (["{Anthropic Claude:PRODUCT}", "{Claude:PRODUCT} d’{Anthropic:ORG}"], "Claude", "maker"),
        ([f"{{Velmora Systems:ORG}}, {COMPANY}", f"{{Velmora Sistems:ORG}}, {COMPANY}", "{Velmora Systems:ORG}"],
         "Velmora Systems", "similar"),
        ([f"{{Ana Velmorra:PERSON}}, {COMPANY}", f"{{Ana Velmora:PERSON}}, {COMPANY}", "{Ana Velmora:PERSON}"],
         "Ana Velmora", "similar"),
    ],
)  # fmt: skip
def test_names_in_different_articles_are_one_thing(texts: list[str], one: str, rule: str) -> None:
    found = resolved(*texts)
    company = {"Ostrelle (ORG)", "Ana Brivane (PERSON)", "Anthropic (ORG)", "Ostrelle Vim (ORG)"}
    assert {name.rpartition(" (")[0] for name in set(names(found)) - company} == {one}
    assert rule in {merge.rule for merge in found.merges}
    assert doubts(found) == set()


@pytest.mark.parametrize(
    "texts",
    [
        # no two names are one, and no one is asked
        ["{Gemini 2.5:PRODUCT}", "{Gemini 3:PRODUCT}"],
        ["{Gemini 2.5 Pro:PRODUCT}", "{Gemini 3.5 Pro:PRODUCT}"],
        ["{RTX 5090:PRODUCT}", "{RTX 50:PRODUCT}", "{RTX 50 90:PRODUCT}"],
        ["{Velmora MI300X:PRODUCT}", "{Velmora MI300A:PRODUCT}"],
        ["{Galaxy S26:PRODUCT}", "{Galaxy S26 Ultra:PRODUCT}", "{Galaxy S26+:PRODUCT}"],
        ["{iPhone 15:PRODUCT}", "{iPhone 15 Pro:PRODUCT}"],
        ["{Velmora Phone 15:PRODUCT}", "{Velmora Phone 15 Pro:PRODUCT}"],
        ["{CVE-2099-1234:VULNERABILITY}", "{CVE-2099-1235:VULNERABILITY}"],
        ["{CES 2025:EVENT}", "{CES 2026:EVENT}", "{CES:EVENT}"],
        ["{VTTP:TECHNOLOGY}", "{VTTPS:TECHNOLOGY}"],
        ["{Velmora Phone 15:PRODUCT}", "{Velmora Phone 15e:PRODUCT}", "{Velmora Phone 16:PRODUCT}"],
        ["{VRM:PRODUCT}", "{VRM+:PRODUCT}"],
        ["{Velmora Web Services:ORG}", "{VWS:ORG}"],
        ["{Oracle Linux:PRODUCT}", "{Linux:PRODUCT}, {Oracle:ORG}"],
        ["{Ubuntu Linux:PRODUCT}", "{Linux:PRODUCT}, {Ubuntu:ORG}"],
        ["{Velmora Nova:PRODUCT}", "{Nova 7:PRODUCT}, {Velmora:ORG}"],
        ["{Velmora:ORG}, {Ostrelle:ORG}", "{Ostrelle:PERSON}, {Velmora:PERSON}"] * 2,
        ["{Jensen Huang:PERSON}. {Huang:PERSON}.", "{Renee Huang:PERSON}. {Huang:PERSON}."],
        ["{Ostrelle:ORG}", "{Velmora:ORG}"],
    ],
)
def test_family_members_and_strangers_stay_apart(texts: list[str]) -> None:
    found = resolved(*texts)
    assert [one for one in found.merges if one.rule not in {"surname", "alias"}] == []
    assert doubts(found) == set()


def test_two_executives_of_one_surname_are_two_people() -> None:
    found = resolved("{Ana Velmora:PERSON}. {Velmora:PERSON}.", "{Luc Velmora:PERSON}. {Velmora:PERSON}.")
    assert names(found) == ["Ana Velmora (PERSON)"] * 2 + ["Luc Velmora (PERSON)"] * 2
    assert rules(found.merges) == {("Velmora", "Ana Velmora", "surname"), ("Velmora", "Luc Velmora", "surname")}


def test_a_surname_without_a_first_name_in_its_article_is_doubtful() -> None:
    found = resolved("{Velmora:PERSON} parle.", "{Ana Velmora:PERSON}.", "{Luc Velmora:PERSON}.")
    assert names(found)[0] == "Velmora (PERSON)"
    assert doubts(found) == {("Ana Velmora", "Velmora", "surname"), ("Luc Velmora", "Velmora", "surname")}
    (alone,) = resolved("{Velmora:PERSON} parle.", "{Ana Velmora:PERSON}.").doubts
    assert alone.score > max(one.score for one in found.doubts)


def test_a_surname_that_many_people_bear_is_no_question() -> None:
    people = [f"{{{first} Velmora:PERSON}}" for first in ("Ana", "Luc", "Eva", "Ugo", "Lia", "Noé")]
    assert len(resolved("{Velmora:PERSON}", *people[:5]).doubts) == 5
    assert resolved("{Velmora:PERSON}", *people).doubts == ()


def test_an_acronym_that_is_expanded_in_two_ways_stands_for_neither_elsewhere() -> None:
    found = resolved("{Velmora Web Services:ORG} ({VWS:ORG})", "{Vert West Studio:ORG} ({VWS:ORG})", "{VWS:ORG}")
    assert names(found)[-1] == "VWS (ORG)"
    assert names(found)[:4] == ["Velmora Web Services (ORG)"] * 2 + ["Vert West Studio (ORG)"] * 2
    assert doubts(found) == {("VWS", "Velmora Web Services", "acronym"), ("VWS", "Vert West Studio", "acronym")}


def test_two_spellings_of_an_expansion_are_one_way_to_expand() -> None:
    texts = ["{Velmora Web Services:ORG} ({VWS:ORG})", "{VWS:ORG} ({Velmora Web-Services:ORG})", "{VWS:ORG}"]
    assert set(names(resolved(*texts))) == {"Velmora Web Services (ORG)"}


def test_two_letters_are_expanded_in_their_own_article_only() -> None:
    found = resolved("{Velmora Services:ORG} ({VS:ORG})", "{VS:ORG}")
    assert names(found) == ["Velmora Services (ORG)", "Velmora Services (ORG)", "VS (ORG)"]
    assert doubts(found) == {("VS", "Velmora Services", "acronym")}


def test_an_acronym_of_another_kind_of_thing_is_left_alone() -> None:
    found = resolved("{Velmora Markets Act:REGULATION} ({VMA:TECHNOLOGY})", "Un contrôleur {VMA:TECHNOLOGY}.")
    assert names(found) == ["Velmora Markets Act (REGULATION)"] * 2 + ["VMA (TECHNOLOGY)"]
    assert doubts(found) == {("VMA", "Velmora Markets Act", "acronym")}


def test_a_short_name_behind_two_makers_is_doubtful() -> None:
    found = resolved("{Nvidia V77:PRODUCT}", "{Samsung V77:PRODUCT}", "{V77:PRODUCT}")
    assert len(set(names(found))) == 3
    assert doubts(found) == {("Nvidia V77", "V77", "maker"), ("Samsung V77", "V77", "maker")}


def test_a_plain_word_is_a_makers_only_where_its_articles_speak_of_the_maker() -> None:
    alone = resolved("{Samsung Brivane:PRODUCT}", "{Brivane:PRODUCT}", "{Brivane:PRODUCT}")
    assert doubts(alone) == {("Brivane", "Samsung Brivane", "maker")}
    spoken = resolved("{Samsung Brivane:PRODUCT}", "{Brivane:PRODUCT}, de {Samsung:ORG}", "{Brivane:PRODUCT}")
    assert set(names(spoken)) - {"Samsung (ORG)"} == {"Samsung Brivane (PRODUCT)"}
    under_another_name = resolved("{AWS Brivane:PRODUCT}", "{Brivane:PRODUCT}, d’{Amazon Web Services:ORG}")
    assert "Brivane (PRODUCT)" not in names(under_another_name)


def test_what_one_article_means_by_a_plain_word_is_not_what_others_do() -> None:
    found = resolved("{Samsung Brivane:PRODUCT}, {Samsung:ORG} : {Brivane:PRODUCT}", "{brivane:PRODUCT}")
    assert names(found)[-2:] == ["Samsung Brivane (PRODUCT)", "Brivane (PRODUCT)"]
    assert doubts(found) == {("Brivane", "Samsung Brivane", "maker")}


def test_similar_names_without_company_are_doubtful() -> None:
    found = resolved("{Velmora Systems:ORG}", "{Velmora Sistems:ORG}")
    assert doubts(found) == {("Velmora Sistems", "Velmora Systems", "similar")}
    one = resolved("{Velmora Systems:ORG}, {Ostrelle:ORG}", "{Velmora Sistems:ORG}, {Ostrelle:ORG}")
    assert doubts(one) == {("Velmora Sistems", "Velmora Systems", "similar")}


def test_a_product_may_well_differ_by_an_s() -> None:
    assert doubts(resolved("{lisière:PRODUCT}", "{lisières:PRODUCT}")) == {("lisière", "lisières", "similar")}


def test_similar_names_in_one_article_are_told_apart_by_it() -> None:
    text = f"{{Velmora Systems:ORG}} et {{Velmora Sistems:ORG}}, {COMPANY}"
    together = resolved(text, text)
    assert doubts(together) == {("Velmora Sistems", "Velmora Systems", "similar")}
    apart = resolved("{Velmora Systems:ORG}", "{Velmora Sistems:ORG}")
    assert together.doubts[0].score < apart.doubts[0].score


def test_what_everyone_is_named_with_is_no_company() -> None:
    crowd = [f"{COMPANY}, {number}" for number in range(25)]
    found = resolved(f"{{Velmora Systems:ORG}}, {COMPANY}", f"{{Velmora Sistems:ORG}}, {COMPANY}", *crowd)
    assert doubts(found) == {("Velmora Sistems", "Velmora Systems", "similar")}


def test_company_counts_things_and_not_their_names() -> None:
    texts = ["{Velmora Systems:ORG}, {Ostrelle Inc.:ORG}, {Ana Brivane:PERSON}",
             "{Velmora Sistems:ORG}, {Ostrelle:ORG}, {Ana C. Brivane:PERSON}"]  # fmt: skip
    assert ("Velmora Systems", "Velmora Sistems", "similar") in rules(resolved(*texts).merges)


@pytest.mark.parametrize(
    "pair",
    [
        ("{Brivane Quest II:PRODUCT}", "{Brivane Quest III:PRODUCT}"),
        ("{Brivane Note Pro:PRODUCT}", "{Brivane Note Pro+:PRODUCT}"),
        ("{Daniel Velmora:PERSON}", "{Daniela Velmora:PERSON}"),
        ("{Microsoft Copilots:PRODUCT}", "{Microsoft Copilot:PRODUCT}"),
    ],
)
def test_sequels_siblings_and_more_are_not_merged_in_whatever_company(pair: tuple[str, str]) -> None:
    found = resolved(*(f"{name}, {COMPANY}, {{Samsung:ORG}}" for name in pair))
    merged = {one.rule for one in found.merges}
    assert "similar" not in merged or pair[0] == "{Microsoft Copilots:PRODUCT}"
    assert len(set(names(found))) == 5 - ("similar" in merged)


def test_the_reason_of_a_merge_names_its_evidence() -> None:
    found = resolved(f"{{Velmora Systems:ORG}}, {COMPANY}", f"{{Velmora Sistems:ORG}}, {COMPANY}")
    (merge,) = found.merges
    assert (merge.name, merge.entity.name, merge.rule, merge.articles) == (
        "Velmora Systems", "Velmora Sistems", "similar", 1
    )  # fmt: skip
    assert merge.because == (
        "“Velmora Systems” and “Velmora Sistems” differ by little (0.93), and both are named with “Ana Brivane” and "
        "“Ostrelle”"
    )


def test_a_doubt_comes_once_for_two_things_and_the_likeliest_reason_is_given() -> None:
    found = resolved(
        "{Velmora Web Services:ORG} ({VWS:ORG})", "{Vert West Studio:ORG} ({VWS:ORG})", "{VWS:ORG}", "{V.W.S.:ORG}"
    )
    assert len(found.doubts) == len(doubts(found)) == 2
    assert all(one.one < one.other and 0 < one.score < 1 for one in found.doubts)
