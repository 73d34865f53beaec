"""The conversation of a review: corrections that are typed, mistakes that are told, answers that are taken back."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

import pytest

from kg.cli.book import open_book
from kg.cli.keys import Keys
from kg.cli.session import Session
from kg.review.correct import Corrector
from kg.review.entities import Entities
from kg.review.exhibits import Exhibits
from kg.review.quotes import Files
from kg.review.review import Review, Topic
from kg.schema import load_schema
from tests.ask_sample import sample_store
from tests.make_review import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = load_schema()


class Script(Keys):
    """Answers that are known before; one that can be called is called, and the next one taken."""

    def __init__(self, *answers: str | Callable[[], object]) -> None:
        self.answers = deque(answers)

    def key(self) -> str:
        while self.answers:
            answer = self.answers.popleft()
            if isinstance(answer, str):
                return answer
            answer()
        raise EOFError

    def line(self, prompt: str) -> str:
        assert prompt.startswith("  ")
        return self.key()


def talk(folder: Path, topic: Topic, *answers: str | Callable[[], object]) -> str:
    """Review one topic of the sample with these answers; what is decided then."""
    entities = Entities(sample_store(), SCHEMA)
    review = Review(entities)
    session = Session(
        open_book(folder, None), review, Corrector(entities), Exhibits(entities, Files()), Script(*answers)
    )
    session.run(review.questions([topic], below=0.95))
    return written(folder)


@pytest.mark.parametrize(
    ("topic", "answers", "entries"),
    [
        (Topic.MERGES, ["n", "Alphabet"],
         "- merge: Gemini (ORG)\n  into: Google (ORG)\n- rename: Google (ORG)\n  to: Alphabet\n"),
        (Topic.MERGES, ["m", "2", "Apple"], "- merge: Gemini (ORG)\n  into: Apple (ORG)\n"),
        (Topic.MERGES, ["x", "2"], "- reject: Gemini (ORG)\n"),
        (Topic.MERGES, ["t", "2", "product"], "- retype: Gemini (ORG)\n  to: PRODUCT\n"),
        (Topic.MERGES, ["s", "1", "1", "1 a2", "Google Maps"],
         "- split: Google (ORG)\n  from: Google (ORG)\n  articles: [a2, a3]\n  as: Google Maps\n"),
        (Topic.TYPES, ["r", ""], "- retype: React (TECHNOLOGY)\n  to: PRODUCT\n"),
        (Topic.TYPES, ["t", "org"], "- retype: React (TECHNOLOGY)\n  to: ORG\n"),
        (Topic.RELATIONS, ["n", "1", "Alma"], "- rename: OpenAI (ORG)\n  to: Alma\n"),
    ],
)  # fmt: skip
def test_a_correction_is_typed(tmp_path: Path, topic: Topic, answers: list[str], entries: str) -> None:
    if topic is Topic.RELATIONS:
        answers = [*["k"] * position(("OpenAI", "uses")), *answers]
    assert talk(tmp_path, topic, *answers) == entries


def position(wanted: tuple[str, str]) -> int:
    """How many relations are asked about before one of this head and name."""
    questions = Review(Entities(sample_store(), SCHEMA)).questions([Topic.RELATIONS], below=0.95)
    found = [(one.parties[0].entity.name, getattr(one, "predicate", "")) for one in questions]
    return found.index(wanted)


@pytest.mark.parametrize(
    "answers",
    [["n", ""], ["m", ""], ["m", "1", ""], ["x", "3"], ["t", "1", ""], ["s", "1", ""], ["s", "1", "1", ""], ["s", "9"]],
)
def test_nothing_typed_is_nothing_decided_and_the_question_stays(tmp_path: Path, answers: list[str]) -> None:
    assert talk(tmp_path, Topic.MERGES, *answers) == ""
    assert talk(tmp_path, Topic.MERGES, *answers, "a").startswith("- merge: Gemini (ORG)")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["m", "1", "Nobody"], "no entity named 'Nobody'"),
        (["t", "1", "FISH"], "no class named 'FISH'"),
        (["n", "Apple"], "there is another Apple (ORG)"),
        (["s", "1", "Nobody", ""], "no entity named 'Nobody'"),
        (["s", "1", "1", "a9", "Alma"], "no article 'a9' names Google (ORG)"),
        (["z"], "no such answer; ? lists them"),
        (["u"], "nothing to undo"),
    ],
)
def test_a_mistake_is_told_and_the_question_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], answers: list[str], said: str
) -> None:
    assert talk(tmp_path, Topic.MERGES, *answers, "r") == "- split: Gemini (ORG)\n  from: Google (ORG)\n"
    assert f"  {said}" in capsys.readouterr().out


def test_a_correction_that_does_not_answer_leaves_the_question_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = talk(tmp_path, Topic.TYPES, "n", "React.js", "a")
    assert entries == "- rename: React (TECHNOLOGY)\n  to: React.js\n- keep: React (TECHNOLOGY)\n"
    said = capsys.readouterr().out
    assert said.count("1 of 1: ") == 1
    assert "2 decisions, 0 skipped, 0 left" in said


def test_two_decisions_of_one_answer_are_taken_back_together(tmp_path: Path) -> None:
    assert talk(tmp_path, Topic.MERGES, "z", "n", "Alphabet") != ""
    (tmp_path / "decisions.yaml").unlink()
    assert talk(tmp_path, Topic.RELATIONS, "a", "r", "u", "u", "k") == ""
    assert not (tmp_path / "decisions.yaml").exists()


def test_an_answer_is_taken_back_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_bytes(b"# mine\nversion: 1\ndecisions:\n- keep: Ys (PLACE)   # sure\n")
    before = path.read_bytes()
    talk(tmp_path, Topic.RELATIONS, "a", "a", "u", "u")
    assert path.read_bytes() == before


def test_what_somebody_else_wrote_meanwhile_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "decisions.yaml"
    entries = talk(tmp_path, Topic.RELATIONS, "a", lambda: path.write_text(path.read_text() + "# mine\n"), "u", "r")
    assert entries.count("- accept") == 1
    assert entries.count("- reject") == 1
    assert "# mine" in entries
    assert "has been changed since; undo it there" in capsys.readouterr().out


def test_a_question_that_another_answer_settles_is_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(tmp_path, Topic.RELATIONS, "x", "2", *["k"] * 40)
    before, after = capsys.readouterr().out.split("decided: reject ")
    name = after.partition(" (")[0]
    asked = re.findall(r"^\d+ of (\d+): (.*) — .* → (.*)\?$", after, flags=re.MULTILINE)
    assert f" → {name}?" in before
    assert asked
    assert len(asked) < int(asked[0][0]) - 1
    assert all(name not in ends for _, *ends in asked)


def test_a_wrong_file_is_told_and_nothing_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "decisions.yaml"
    assert talk(tmp_path, Topic.RELATIONS, lambda: path.write_text("version: 9\n"), "a", "q") == ""
    assert path.read_text() == "version: 9\n"
    assert 'decisions.yaml:1: version "9"' in capsys.readouterr().out
