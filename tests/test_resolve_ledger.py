"""Writing decisions: laws for any names and any order, and files that are never half written."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from stat import S_IMODE
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg.errors import DecisionError
from kg.model import Entity
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
    opposed,
    relation,
)
from kg.resolve.decisions import in_order, parse_decisions
from kg.resolve.ledger import content, forget, record, restore, with_decision, without_decision
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = load_schema()
A, B, C, D = (Entity.named("ORG", name) for name in ("Alma", "Brio", "Cador", "Dolmen"))
MERCURE = Entity.named("PRODUCT", "Mercure")
HEAD = "# mine\nversion: 1\ndecisions:\n"

WORDS = st.text(
    st.one_of(
        st.sampled_from("-?:,[]{}#&*!|>'\"%@`()~=<. \u00a0\u2028éA1😀\ufffd"),
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"),
    ),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
ODD = st.sampled_from(["null", "007", "yes", "2025-01-02", "- a", "a: b", "a #b", "a (b)", "'", '"a"', "=", "<<", "|"])
NAMES = st.one_of(WORDS, ODD)
ENTITIES = st.builds(Entity.named, st.sampled_from(["ORG", "PERSON"]), NAMES)
FEW = st.sampled_from([A, B, C, D, MERCURE])
REASONS = st.one_of(st.just(""), NAMES)


def decisions(entities: st.SearchStrategy[Entity], names: st.SearchStrategy[str]) -> st.SearchStrategy[Decision]:
    """Decisions that a file may hold."""
    articles = st.frozensets(names, min_size=1, max_size=3).map(lambda found: tuple(sorted(found)))
    other = st.tuples(entities, entities).filter(lambda pair: pair[0] != pair[1])
    orgs = other.map(lambda pair: tuple(Entity.named("ORG", one.name) for one in pair)).filter(
        lambda pair: pair[0] != pair[1]
    )
    split = st.builds(lambda pair, *rest: Split(*pair, *rest), other, st.one_of(st.just(()), articles), names)
    within = st.builds(lambda one, *rest: Split(one, one, *rest), entities, articles, names.map("other {}".format))
    facts = [
        st.builds(lambda pair, name, kind=kind: relation(kind, pair[0], name, pair[1], SCHEMA), orgs,
                  st.sampled_from(["acquires", "partnersWith"]))
        for kind in (RejectedRelation, AcceptedRelation)
    ]  # fmt: skip
    return st.one_of(
        st.builds(lambda pair: Merged(*pair), other), split, within, st.builds(Renamed, entities, names),
        st.builds(Retyped, entities, st.sampled_from(["EVENT", "MALWARE"])), st.builds(Kept, entities),
        st.builds(Rejected, entities), *facts,
        st.builds(Linked, entities, st.sampled_from([None, "http://www.wikidata.org/entity/Q1"])),
    )  # fmt: skip


def written(text: str, *several: Decision) -> str:
    for one in several:
        text = with_decision(text, "d.yaml", one, SCHEMA).text
    return text


def read(text: str) -> list[Decision]:
    return parse_decisions(text, "d.yaml", SCHEMA)


@settings(deadline=None, max_examples=60)
@given(decisions(ENTITIES, NAMES), REASONS)
def test_what_is_written_is_read_again(decision: Decision, because: str) -> None:
    said = replace(decision, because=because)
    (found,) = read(written("", said))
    assert found == said
    assert found.because == because
    assert repr(replace(found, line=0)) == repr(said)


@settings(deadline=None, max_examples=60)
@given(st.lists(decisions(FEW, st.sampled_from(["X", "Y"])), max_size=5), decisions(FEW, st.sampled_from(["X", "Y"])))
def test_writing_twice_is_writing_once(before: list[Decision], decision: Decision) -> None:
    text = _any(HEAD, before)
    try:
        once = with_decision(text, "d.yaml", decision, SCHEMA)
    except DecisionError:
        assume(False)
    twice = with_decision(once.text, "d.yaml", decision, SCHEMA)
    assert not twice.changed
    assert twice.text == once.text
    assert once.changed == (once.text != text)
    assert not any(opposed(*pair) for pair in combinations(read(once.text), 2))


def _any(text: str, several: list[Decision]) -> str:
    """The text with those of the decisions that can be added one after the other."""
    for one in several:
        try:
            text = written(text, one)
        except DecisionError:
            continue
    return text


@settings(deadline=None, max_examples=60)
@given(st.lists(decisions(FEW, st.sampled_from(["X", "Y"])), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_writing_does_not_show_where_nothing_is_replaced(several: list[Decision], random: object) -> None:
    kept: list[Decision] = []
    for one in several:
        try:
            edit = with_decision(written(HEAD, *kept), "d.yaml", one, SCHEMA)
        except DecisionError:
            continue
        if not edit.replaced:
            kept.append(one)
    shuffled = list(kept)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    text = written(HEAD, *kept)
    assert written(HEAD, *shuffled) == text
    assert list(in_order(read(text))) == read(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(decisions(FEW, st.sampled_from(["X", "Y"])), max_size=5), decisions(FEW, st.sampled_from(["X", "Y"])))
def test_taking_out_what_was_added_gives_the_text_before(before: list[Decision], decision: Decision) -> None:
    text = _any(written(HEAD, Kept(Entity.named("PLACE", "Ys"))), before)
    try:
        edit = with_decision(text, "d.yaml", decision, SCHEMA)
    except DecisionError:
        assume(False)
    assume(edit.changed and not edit.replaced and edit.decision == decision)
    assert without_decision(edit.text, "d.yaml", decision, SCHEMA).text == text


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Merged(A, B), Split(A, B)),
        (Split(A, B), Merged(A, B)),
        (Split(A, B), Merged(B, A)),
        (Merged(A, B), Merged(A, C)),
        (Merged(A, B), Merged(B, A)),
        (Renamed(A, "ALMA"), Renamed(A, "Alma SA")),
        (Retyped(A, "EVENT"), Kept(A)),
        (Kept(A), Retyped(A, "EVENT")),
        (Kept(A), Rejected(A)),
        (RejectedRelation(A, "acquires", B), AcceptedRelation(A, "acquires", B)),
        (AcceptedRelation(A, "acquires", B), RejectedRelation(A, "acquires", B)),
        (Split(A, B, ("a1",), "X"), Split(A, B)),
        (Linked(A, None), Linked(A, "http://www.wikidata.org/entity/Q1")),
    ],
)
def test_the_opposite_takes_the_place_of_the_earlier(first: Decision, then: Decision) -> None:
    text = written(HEAD + "# kept as it is\n- keep: Ys (PLACE)\n", first)
    edit = with_decision(text, "d.yaml", then, SCHEMA)
    assert edit.replaced == (first,)
    assert set(read(edit.text)) == {then, Kept(Entity.named("PLACE", "Ys"))}
    assert "# kept as it is\n- keep: Ys (PLACE)\n" in edit.text


def test_articles_go_to_one_of_the_things_that_a_name_stands_for() -> None:
    text = written(HEAD, Split(MERCURE, MERCURE, ("a1", "a2"), "X"), Split(MERCURE, MERCURE, ("a3",), "X"))
    assert read(text) == [Split(MERCURE, MERCURE, ("a1", "a2", "a3"), "X")]
    assert with_decision(text, "d.yaml", Split(MERCURE, MERCURE, ("a2",), "X"), SCHEMA).changed is False
    edit = with_decision(text, "d.yaml", Split(MERCURE, MERCURE, ("a2", "a4"), "Y"), SCHEMA)
    assert edit.replaced == (Split(MERCURE, MERCURE, ("a2",), "X"),)
    assert read(edit.text) == [
        Split(MERCURE, MERCURE, ("a1", "a3"), "X"), Split(MERCURE, MERCURE, ("a2", "a4"), "Y"),
    ]  # fmt: skip


def test_splits_for_two_reasons_stay_two_entries() -> None:
    first = Split(MERCURE, MERCURE, ("a1",), "X", because="one")
    text = written(HEAD, first, replace(first, articles=("a2",), because="two"))
    assert [one.because for one in read(text)] == ["one", "two"]


def test_a_reason_may_be_given_later_and_is_not_lost_after() -> None:
    text = written(HEAD + "# seen\n- keep: Alma (ORG)\n", Kept(A, because="read it"), Kept(A))
    assert text == HEAD + "# seen\n- keep: Alma (ORG)\n  because: read it\n"


@pytest.mark.parametrize(
    ("before", "decision", "said"),
    [
        ([Merged(A, B), Merged(B, C)], Merged(C, A), "contradicts merge Alma (ORG) into Brio (ORG) (line 4) and merge"),
        ([Merged(A, B), Merged(B, C)], Split(A, C), "contradicts merge Alma (ORG) into Brio (ORG) (line 4) and merge"),
        ([Split(A, C), Merged(A, B)], Merged(B, C), "(line 6) and merge Alma (ORG) into Brio (ORG) (line 4)"),
    ],
)
def test_what_several_rule_out_together_is_refused(before: list[Decision], decision: Decision, said: str) -> None:
    text = written(HEAD, *before)
    with pytest.raises(DecisionError) as caught:
        with_decision(text, "d.yaml", decision, SCHEMA)
    assert said in str(caught.value)
    assert str(caught.value).endswith("; take one of these out first")


def test_a_relation_that_cannot_be_is_not_written() -> None:
    with pytest.raises(DecisionError, match=r"^accept Alma .*: worksFor does not join ORG to ORG"):
        with_decision(HEAD, "d.yaml", AcceptedRelation(A, "worksFor", B), SCHEMA)


@pytest.mark.parametrize("decision", [Renamed(A, "a\x1b[31m"), Kept(A, because="\ud800"), Split(A, B, ("\x07",))])
def test_what_cannot_be_seen_is_not_written(decision: Decision) -> None:
    with pytest.raises(DecisionError, match=r"a character that cannot be seen \(U\+[0-9A-F]{4}\)"):
        with_decision(HEAD, "d.yaml", decision, SCHEMA)


def test_a_text_that_lines_cannot_be_added_to_is_left_to_people() -> None:
    with pytest.raises(DecisionError, match="cannot be edited line by line"):
        with_decision("version: 1\n...\n", "d.yaml", Kept(A), SCHEMA)


def test_taking_out_what_is_not_there_changes_nothing() -> None:
    text = written(HEAD, Kept(A))
    assert without_decision(text, "d.yaml", Kept(B), SCHEMA).text == text


def test_a_file_is_made_changed_and_restored(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    assert content(path) is None
    assert record(path, Kept(A), SCHEMA).changed
    first = path.read_bytes()
    assert not record(path, Kept(A), SCHEMA).changed
    assert path.read_bytes() == first
    record(path, Kept(B), SCHEMA)
    assert forget(path, Kept(B), SCHEMA).replaced == (Kept(B),)
    assert path.read_bytes() == first
    restore(path, None)
    assert list(tmp_path.iterdir()) == []


def test_a_file_keeps_its_permissions_line_ends_and_mark(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(b"\xef\xbb\xbf# mine\r\nversion: 1\r\ndecisions:\r\n")
    path.chmod(0o640)
    record(path, Kept(A), SCHEMA)
    assert path.read_bytes() == b"\xef\xbb\xbf# mine\r\nversion: 1\r\ndecisions:\r\n- keep: Alma (ORG)\r\n"
    assert S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "d.yaml"
    real.write_text(HEAD, encoding="utf-8")
    link.symlink_to(real)
    record(link, Kept(A), SCHEMA)
    assert link.is_symlink()
    assert "keep: Alma" in real.read_text(encoding="utf-8")


def test_a_wrong_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(b"version: 3\n")
    with pytest.raises(DecisionError, match=r"d\.yaml:1: version"):
        record(path, Kept(A), SCHEMA)
    assert path.read_bytes() == b"version: 3\n"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=r"cannot be written \(No such file or directory\); name a file"):
        record(tmp_path / "none" / "d.yaml", Kept(A), SCHEMA)
    with pytest.raises(DecisionError, match=r"cannot be read \(Is a directory\)"):
        record(tmp_path, Kept(A), SCHEMA)
