"""``kg merge``, ``split``, ``rename``, ``retype``, ``reject``, ``accept`` and ``decisions``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.make_review import doubtful, written

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

RUN = CliRunner()
ACCEPTED = "- accept: CNIL (ORG)\n  relation: actsAgainst\n  object: Google (ORG)\n"


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    return doubtful(tmp_path / "out")


def say(out: Path, *words: str) -> Result:
    return RUN.invoke(app, [*words, "-g", str(out)])


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        (["merge", "Gemini (ORG)", "Google"], "- merge: Gemini (ORG)\n  into: Google (ORG)\n"),
        (["split", "Amazon Web Services", "--from", "AWS"], "- split: Amazon Web Services (ORG)\n  from: AWS (ORG)\n"),
        (["split", "AWS", "--from", "AWS", "--article", "a1", "--as", "AWS Elemental"],
         "- split: AWS (ORG)\n  from: AWS (ORG)\n  articles: [a1]\n  as: AWS Elemental\n"),
        (["rename", "nvidia", "NVIDIA"], "- rename: Nvidia (ORG)\n  to: NVIDIA\n"),
        (["retype", "React", "product"], "- retype: React (TECHNOLOGY)\n  to: PRODUCT\n"),
        (["reject", "Mirai"], "- reject: Mirai (MALWARE)\n"),
        (["reject", "CNIL", "actsAgainst", "Google"], ACCEPTED.replace("accept", "reject")),
        (["accept", "CNIL", "acts against", "Google"], ACCEPTED),
        (["accept", "React"], "- keep: React (TECHNOLOGY)\n"),
        (["rename", "Nvidia", "NVIDIA", "--because", "so it writes itself"],
         "- rename: Nvidia (ORG)\n  to: NVIDIA\n  because: so it writes itself\n"),
    ],
)  # fmt: skip
def test_a_command_writes_one_entry_and_says_it_twice_for_nothing(out: Path, words: list[str], entry: str) -> None:
    first = say(out, *words)
    assert first.exit_code == 0, first.stderr
    assert first.stdout.startswith("decided: ")
    assert f"apply it with: kg build ARTICLES -o {out}" in first.stdout
    assert written(out) == entry
    assert say(out, *words).exit_code == 0
    assert written(out) == entry


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (["reject", "CNIL", "actsAgainst", "Google"], ["accept", "CNIL", "actsAgainst", "Google"], ACCEPTED),
        (["rename", "Nvidia", "NVIDIA"], ["rename", "Nvidia", "NVidia"], "- rename: Nvidia (ORG)\n  to: NVidia\n"),
        (["accept", "React"], ["retype", "React", "ORG"], "- retype: React (TECHNOLOGY)\n  to: ORG\n"),
        (["merge", "Apple", "Google"], ["split", "Apple", "--from", "Google"],
         "- split: Apple (ORG)\n  from: Google (ORG)\n"),
    ],
)  # fmt: skip
def test_a_new_decision_takes_the_place_of_its_opposite(
    out: Path, first: list[str], second: list[str], left: str
) -> None:
    say(out, *first)
    assert "\n  in place of: " in say(out, *second).stdout
    assert written(out) == left


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["merge", "Gemini", "Google"], 1, "'Gemini' may be Gemini (Organization)"),
        (["merge", "Google", "google"], 1, "are one already"),
        (["merge", "Nobody", "Google"], 1, "no entity named 'Nobody'"),
        (["split", "AWS", "--from", "AWS"], 1, "say in which articles it is another thing"),
        (["split", "Amazon Web Services", "--from", "amazon web services"], 1, "say in which articles"),
        (["retype", "React", "FISH"], 1, "no class named 'FISH'"),
        (["reject", "CNIL", "partnersWith", "Google"], 1, "see kg explain 'CNIL'"),
        (["reject", "CNIL", "actsAgainst"], 2, "name the OBJECT too"),
    ],
)
def test_a_mistake_is_told_and_writes_nothing(out: Path, words: list[str], status: int, said: str) -> None:
    result = say(out, *words)
    assert result.exit_code == status
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert written(out) == ""


def test_decisions_are_listed_with_their_lines_and_taken_back_by_them(out: Path) -> None:
    say(out, "rename", "Nvidia", "NVIDIA")
    say(out, "accept", "React")
    listed = RUN.invoke(app, ["decisions", str(out)]).stdout.splitlines()
    assert [line.split(maxsplit=1)[1] for line in listed[:2]] == [
        "rename Nvidia (ORG) to NVIDIA",
        "keep React (TECHNOLOGY)",
    ]
    assert listed[2] == f"2 decisions in {out / 'decisions.yaml'}"
    line = listed[0].split()[0]
    assert RUN.invoke(app, ["decisions", str(out), "--forget", line]).exit_code == 0
    assert written(out) == "- keep: React (TECHNOLOGY)\n"
    wrong = RUN.invoke(app, ["decisions", str(out), "--forget", "999"])
    assert (wrong.exit_code, "no decision begins on line 999" in wrong.stderr) == (2, True)


def test_comments_that_people_write_stay(out: Path) -> None:
    say(out, "rename", "Nvidia", "NVIDIA")
    path = out / "decisions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- rename", "# asked Marie\n- rename"), encoding="utf-8")
    say(out, "accept", "React")
    assert "# asked Marie\n- rename: Nvidia (ORG)\n" in path.read_text(encoding="utf-8")


def test_another_file_may_hold_the_decisions(out: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    result = say(out, "accept", "React", "--decisions", str(mine))
    assert f"--decisions {mine}" in result.stdout
    assert "- keep: React (TECHNOLOGY)" in mine.read_text(encoding="utf-8")
    assert written(out) == ""
