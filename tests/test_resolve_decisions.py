"""A file of decisions, and everything that can be wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import DecisionError
from kg.model import Entity
from kg.resolve.corrections import (
    AcceptedRelation,
    Kept,
    Linked,
    Merged,
    Rejected,
    RejectedRelation,
    Renamed,
    Retyped,
    Split,
)
from kg.resolve.decisions import Decisions, in_order, parse_decisions, read_decisions
from kg.schema import load_schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = load_schema()
ALL = """\
version: 1
decisions:
- link: Alma (ORG)
  to: none
- link: Brio (ORG)
  to: http://www.wikidata.org/entity/Q1
- accept: Cador (ORG)
  relation: partnersWith
  object: Brio (ORG)
- reject: Alma (ORG)
  relation: acquires
  object: Brio (ORG)
- reject: Bonjour (PERSON)
- keep: Rost (TECHNOLOGY)
- retype: Rost 2 (TECHNOLOGY)
  to: PRODUCT
- rename: 2025 (EVENT)
  to: 007
- split: Mercure (PRODUCT)
  from: Mercure (PRODUCT)
  articles: [b2, 01]
  as: Mercure GraphQL
- split: Mercure (PRODUCT)
  from: Programme Mercure (EVENT)
- merge: Alma SA (ORG)
  into: Alma (ORG)
  because: one register
    entry
"""


def named(name: str, type_: str = "ORG") -> Entity:
    return Entity.named(type_, name)


def faults(text: str) -> list[str]:
    with pytest.raises(DecisionError) as caught:
        parse_decisions(text, "d.yaml", SCHEMA)
    return str(caught.value).splitlines()


def entries(*lines: str) -> str:
    return "\n".join(["version: 1", "decisions:", *lines]) + "\n"


def test_every_kind_of_decision_is_read_into_a_sorted_set(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(ALL, encoding="utf-8")
    decisions = read_decisions(path, SCHEMA)
    assert decisions == Decisions(
        (
            Merged(named("Alma SA"), named("Alma")),
            Split(named("Mercure", "PRODUCT"), named("Programme Mercure", "EVENT")),
            Split(named("Mercure", "PRODUCT"), named("Mercure", "PRODUCT"), ("01", "b2"), "Mercure GraphQL"),
            Renamed(named("2025", "EVENT"), "007"),
            Retyped(named("Rost 2", "TECHNOLOGY"), "PRODUCT"),
            Kept(named("Rost", "TECHNOLOGY")),
            Rejected(named("Bonjour", "PERSON")),
            RejectedRelation(named("Alma"), "acquires", named("Brio")),
            AcceptedRelation(named("Brio"), "partnersWith", named("Cador")),
            Linked(named("Alma"), None),
            Linked(named("Brio"), "http://www.wikidata.org/entity/Q1"),
        ),
        path,
    )
    (merged,) = decisions.of(Merged)
    assert (merged.because, merged.line) == ("one register entry", 25)
    assert str(decisions.place(merged)) == f"{path}:25"
    assert decisions.of(Linked) == decisions.items[-2:]


def test_the_order_of_a_file_does_not_matter_and_what_stands_twice_counts_once() -> None:
    decisions = parse_decisions(ALL, "d.yaml", SCHEMA)
    assert in_order(reversed(decisions)) == in_order(decisions) == in_order([*decisions, *decisions])


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing yet\n", "version: 1\n", entries(), "version: 1\ndecisions: []\n", "\ufeffversion: 1"]
)
def test_a_file_without_decisions_has_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(text.encode())
    assert read_decisions(path, SCHEMA).items == ()


def test_windows_lines_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_bytes(ALL.replace("\n", "\r\n").encode())
    (merged,) = read_decisions(path, SCHEMA).of(Merged)
    assert merged.line == 25


@pytest.mark.parametrize("text", ["007", "no", "null", "~", "2025-01-02", "1e3", "0x1F", "true", "=", "<<"])
def test_a_name_is_the_text_that_stands_there(text: str) -> None:
    (renamed,) = parse_decisions(entries("- rename: Alma (ORG)", f"  to: {text}"), "d.yaml", SCHEMA)
    assert renamed == Renamed(named("Alma"), text)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["- merg: Alma (ORG)"], '3: an entry with "merg" and no decision; did you mean merge?'),
        (["- merge: Alma (ORG)"], "3: into is missing; add it"),
        (["- merge: Alma (ORG)", "  into: B (ORG)", "  becuse: x"], '5: unknown key "becuse"; did you mean because?'),
        (["- merge: Alma (ORG)", "  into: Brio"], '4: "Brio" is no name with its class; write Name (CLASS), such as'),
        (["- merge: Alma (ORG)", "  into: B (PERSONN)"], '4: unknown class "PERSONN"; did you mean PERSON?'),
        (["- merge: Alma (ORG)", "  into: B (Organisation)"], '4: unknown class "Organisation"; did you mean ORG?'),
        (["- merge: Alma (ORG)", "  into: ALMA (ORG)"], "4: an entity is merged into itself; name the other one"),
        (["- merge: Alma (ORG)", "  into: [B]"], "4: ['B'] is no text; write Name (CLASS), such as Nvidia (ORG)"),
        (["- merge: Alma (ORG)", "  into: B (ORG)", "  into: C"], '5: "into" is given twice (line 4); leave one out'),
        (["- merge: Alma (ORG)", "  into: B (ORG)", "  keep: C (ORG)"], "3: two decisions in one entry"),
        (["- Alma (ORG)"], '3: "Alma (ORG)" is no table; write - merge: Name (CLASS)'),
        (["- rename: Alma (ORG)", "  to:"], '4: "" is no text; write to: the new name'),
        (["- rename: Alma (ORG)", '  to: "a\\x07b"'], "4: a character that cannot be seen (U+0007); take it out"),
        (["- rename: Alma (ORG)", "  to: a\x07b"], "4: a character that cannot be seen (U+0007); take it out"),
        (["- retype: Alma (ORG)", "  to: ORG"], "4: Alma (ORG) is of that class; write keep: Alma (ORG)"),
        (["- retype: Alma (ORG)", "  to: FIRM"], '4: unknown class "FIRM"; use EVENT, MALWARE'),
        (
            ["- split: A (ORG)", "  from: A (ORG)", "  as: B"],
            "4: a name is split from itself in every article; add articles: [identifier]",
        ),
        (["- split: A (ORG)", "  from: A (ORG)", "  articles: [a]"], "4: a name is split from itself; add as: what"),
        (["- split: A (ORG)", "  from: A (ORG)", "  articles: [a]", "  as: a"], "6: the two things would bear one"),
        (["- split: A (ORG)", "  from: B (ORG)", "  articles: a"], '5: "a" is no list; write articles: [identifier'),
        (["- split: A (ORG)", "  from: B (ORG)", "  articles: []"], "5: no article; name one, or leave articles out"),
        (["- reject: A (ORG)", "  relation: acquires"], "4: relation without object; add object, or leave out both"),
        (["- reject: A (ORG)", "  object: B (ORG)"], "4: object without relation; add relation, or leave out both"),
        (["- accept: A (ORG)", "  object: B (ORG)"], "3: relation is missing; add it"),
        (["- reject: A (ORG)", "  relation: buys", "  object: B (ORG)"], '4: unknown relation "buys"; use '),
        (["- reject: A (ORG)", "  relation: acquire", "  object: B (ORG)"], '4: unknown relation "acquire"; did you'),
        (
            ["- reject: A (ORG)", "  relation: worksFor", "  object: B (PERSON)"],
            "3: worksFor does not join ORG to PERSON; it joins PERSON to ORG",
        ),
        (["- link: A (ORG)", "  to: Q12"], '4: "Q12" is no IRI; write http://www.wikidata.org/entity/Q12'),
        (["- link: A (ORG)", "  to: nowhere"], '4: "nowhere" is no IRI; write http://…, or none'),
        (["- keep: *a"], "3: an anchor or an alias (& or *)"),
        (["- keep: &a A (ORG)"], "3: an anchor or an alias (& or *); write the value out"),
        (["- keep: !!str A (ORG)"], "3: a tag"),
        (["- !!python/object:os.system {}"], "3: a tag"),
        (["- keep: A: b (ORG)"], "3: not valid YAML (mapping values are not allowed"),
        (["- keep: @a (ORG)"], "3: not valid YAML (found character that cannot start any token)"),
        (["- [[[[[[[[[[[[[[1]]]]]]]]]]]]]]"], "3: lists or tables too deep inside each other; write it flatter"),
        (["- ? [a]", "  : b"], "3: a key that is no text; write key: value"),
        (["---", "a: b"], "3: not valid YAML ("),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(lines: list[str], fault: str) -> None:
    (found, *others) = faults(entries(*lines))
    assert found.startswith(f"d.yaml:{fault}")
    assert others == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("version: 2\n", 'd.yaml:1: version "2" of the format is not known; write version: 1'),
        ("decisions: []\n", "d.yaml:1: version is missing; add it"),
        ("version: 1\ndecision: []\n", 'd.yaml:2: unknown key "decision"; did you mean decisions?'),
        ("version: 1\ndecisions: none\n", 'd.yaml:2: "none" is no list; write one decision after the other'),
        ("- keep: A (ORG)\n", "d.yaml:1: [{'keep': 'A (ORG)'}] is no table; write its keys: version, decisions"),
        ("nonsense\n", 'd.yaml:1: "nonsense" is no table; write its keys: version, decisions'),
    ],
)
def test_a_wrong_file_is_refused(text: str, fault: str) -> None:
    assert faults(text)[0].startswith(fault)


def test_all_faults_are_said_at_once_in_their_order() -> None:
    found = faults(entries("- keep: A", "- rename: B (ORG)", "  to: C", "- rename: B (ORG)", "  to: D", "- keap: A"))
    assert [line.split(":")[1] for line in found] == ["3", "6", "8"]
    assert found[1] == "d.yaml:6: rename B (ORG) to D contradicts rename B (ORG) to C (line 4); leave one out"


def test_a_file_that_is_nothing_but_depth_is_refused() -> None:
    assert len(faults(entries("- keep: " + "[" * 100_000))) == 1


def test_a_relation_may_fit_the_class_that_another_decision_gives() -> None:
    relation = ["- accept: A (ORG)", "  relation: worksFor", "  object: B (ORG)"]
    assert faults(entries(*relation))
    assert len(parse_decisions(entries(*relation, "- retype: A (ORG)", "  to: PERSON"), "d.yaml", SCHEMA)) == 2
    assert len(parse_decisions(entries(*relation, "- merge: A (ORG)", "  into: C (PERSON)"), "d.yaml", SCHEMA)) == 2


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=r"none\.yaml: cannot be read \(No such file"):
        read_decisions(tmp_path / "none.yaml", SCHEMA)
    with pytest.raises(DecisionError, match=r": cannot be read \(Is a directory\)"):
        read_decisions(tmp_path, SCHEMA)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"version: 1\n# \xe9t\xe9\n")
    with pytest.raises(DecisionError, match=r"latin\.yaml:2: not UTF-8 .*; save the file as UTF-8"):
        read_decisions(latin, SCHEMA)


def test_of_many_contradictions_a_message_lists_some() -> None:
    entries = "".join(f"- rename: Alma (ORG)\n  to: Alma {n}\n" for n in range(400))
    with pytest.raises(DecisionError) as caught:
        parse_decisions(f"version: 1\ndecisions:\n{entries}", "d.yaml", SCHEMA)
    lines = str(caught.value).splitlines()
    assert len(lines) == 100
    assert lines[0].endswith("contradicts rename Alma (ORG) to Alma 0 (line 3); leave one out")
    assert lines[-1].endswith("(line 11) and 95 more; leave one out")
    assert max(map(len, lines)) < 400
