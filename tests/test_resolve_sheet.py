"""A file of decisions as lines: cut, put together, ordered, and no comment lost."""

from __future__ import annotations

import pytest
import yaml

from kg.errors import DecisionError
from kg.model import Entity
from kg.resolve import plainyaml
from kg.resolve.corrections import Kept, Renamed, Split, sentence
from kg.resolve.decisions import parse_decisions
from kg.resolve.sheet import entry, read_sheet
from kg.schema import load_schema

SCHEMA = load_schema()
A, B = Entity.named("ORG", "Alma"), Entity.named("ORG", "Brio")
MINE = """\
# mine
version: 1   # first
decisions:   # below
# the list

# on Alma
- merge: Alma SA (ORG)   # sure
  # inside
  into: "Alma # (ORG)" # why
    # trailing

# on Mercure

- split: Mercure (PRODUCT)
  from: Mercure (PRODUCT)
  articles: [b2,
     a1]  # two
  as: Mercure
   GraphQL # it is
-
  rename: 2025 (EVENT)
  to: 007
  because: |
    a text
    # of lines

# at the end
- {keep: Alma (ORG)}  # short
# foot
"""


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of YAML say where things stand; an installation may have one only."""
    loader = yaml.SafeLoader if request.param == "python" else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    monkeypatch.setattr(plainyaml, "_Loader", loader)


def test_a_file_in_order_is_put_together_as_it_was() -> None:
    sheet = read_sheet(MINE, "d.yaml", SCHEMA)
    assert sheet.text() == MINE
    assert sheet.head[-1] == ""
    assert sheet.foot == ("# foot",)
    assert [block.above for block in sheet.blocks] == [
        ("# on Alma",), ("", "# on Mercure", ""), (), ("", "# at the end"),
    ]  # fmt: skip
    assert [len(block.lines) for block in sheet.blocks] == [4, 6, 6, 1]


def test_the_comments_of_an_entry_are_known() -> None:
    sheet = read_sheet(MINE, "d.yaml", SCHEMA)
    assert [block.comments for block in sheet.blocks] == [
        ("# sure", "# inside", "# why", "# trailing"), ("# two", "# it is"), (), ("# short",),
    ]  # fmt: skip


def test_what_takes_the_place_of_an_entry_inherits_its_comments() -> None:
    sheet = read_sheet(MINE, "d.yaml", SCHEMA)
    text = sheet.written(Renamed(A, "ALMA"), [sheet.blocks[0], sheet.blocks[3]]).text()
    comments = ["# on Alma", "# sure", "# inside", "# why", "# trailing", "", "# at the end", "# short"]
    assert "\n".join([*comments, "- rename: Alma (ORG)", "  to: ALMA"]) in text
    assert "merge" not in text


def test_entries_are_sorted_with_what_belongs_to_them() -> None:
    text = (
        "version: 1\ndecisions:\n\n# on Brio\n- keep: Brio (ORG)\n  # indented\n# on Alma\n- keep: Alma (ORG)\n# end\n"
    )
    assert read_sheet(text, "d.yaml", SCHEMA).text() == (
        "version: 1\ndecisions:\n\n# on Alma\n- keep: Alma (ORG)\n# on Brio\n- keep: Brio (ORG)\n  # indented\n# end\n"
    )


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("version: 1\n", "version: 1\ndecisions:\n- keep: Alma (ORG)\n"),
        ("# a\n", "# a\nversion: 1\ndecisions:\n- keep: Alma (ORG)\n"),
        ("version: 1\ndecisions: [] # none", "version: 1\ndecisions: # none\n- keep: Alma (ORG)\n"),
        ("decisions: # none\n# yet\nversion: 1\n", "decisions: # none\n- keep: Alma (ORG)\n# yet\nversion: 1\n"),
        ("--- # a\nversion: 1\ndecisions:", "--- # a\nversion: 1\ndecisions:\n- keep: Alma (ORG)\n"),
        (
            "version: 1\ndecisions:\n   - keep: Brio (ORG)\n",
            "version: 1\ndecisions:\n   - keep: Alma (ORG)\n   - keep: Brio (ORG)\n",
        ),
    ],
)
def test_an_entry_finds_its_place_in_any_file(text: str, new: str) -> None:
    assert read_sheet(text, "d.yaml", SCHEMA).written(Kept(A)).text() == new
    assert Kept(A) in parse_decisions(new, "d.yaml", SCHEMA)


def test_a_new_file_says_what_it_is() -> None:
    text = read_sheet("", "d.yaml", SCHEMA).written(Kept(A)).text()
    assert text.startswith("# What people have decided")
    assert text.endswith("\nversion: 1\ndecisions:\n- keep: Alma (ORG)\n")
    assert all(len(line) <= 120 for line in text.splitlines())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{version: 1, decisions: [{keep: Alma (ORG)}]}\n", 1),
        ("version: 1\ndecisions: [{keep: Alma (ORG)}]\n", 2),
        ("version: 1\ndecisions: [\n]\n", 2),
    ],
)
def test_a_list_between_brackets_is_left_to_people(text: str, line: int) -> None:
    with pytest.raises(DecisionError, match=rf"^d\.yaml:{line}: decisions between brackets.*after a dash$"):
        read_sheet(text, "d.yaml", SCHEMA)


def test_many_articles_stand_one_below_the_other() -> None:
    few, many = (tuple(f"article-{number:02}" for number in range(most)) for most in (3, 12))
    assert entry(Split(A, A, few, "Alma Studio"))[2] == "  articles: [article-00, article-01, article-02]"
    lines = entry(Split(A, A, many, "Alma Studio", because="two firms"))
    assert lines[2:4] == ["  articles:", "  - article-00"]
    assert lines[-2:] == ["  as: Alma Studio", "  because: two firms"]
    (split,) = parse_decisions("version: 1\ndecisions:\n" + "\n".join(lines), "d.yaml", SCHEMA)
    assert split == Split(A, A, many, "Alma Studio")
    assert sentence(split).endswith("article-11, called Alma Studio")
