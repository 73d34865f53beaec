"""``kg review``: every answer is one key, is written at once, and can be taken back."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.make_review import doubtful, written

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()
MERGED = "- merge: Gemini (ORG)\n  into: Google (ORG)\n"
APART = "- split: Gemini (ORG)\n  from: Google (ORG)\n"


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    return doubtful(tmp_path / "out")


def answer(out: Path, keys: str, *words: str) -> str:
    """What a review prints when a pipe answers one key a line."""
    result = RUN.invoke(app, ["review", str(out), *words], input="".join(f"{key}\n" for key in keys))
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_most_doubtful_comes_first_and_each_kind_has_its_evidence(out: Path) -> None:
    said = answer(out, "kkq", "--below", "0.85")
    assert said.startswith("14 questions: 1 merge, 1 type, 12 relations\n")
    asked = re.findall(r"^\d+ of 14: (.*)$", said, flags=re.MULTILINE)
    assert asked == ["are Google and Gemini one thing?", "is React of the class TECHNOLOGY?",
                     "Apple — acquires → Mistral AI?"]  # fmt: skip
    for line in (
        "“La CNIL sanctionne Google.”",
        "similar, 50% likely; 1 article names both",
        "1 article reads it as PRODUCT, 25% of the readings",
        "“Apple n'a pas racheté Mistral AI.”",
    ):
        assert line in said
    assert written(out) == ""


@pytest.mark.parametrize(
    ("topic", "keys", "decided"),
    [
        ("merges", "a", MERGED),
        ("merges", "b", "- merge: Google (ORG)\n  into: Gemini (ORG)\n"),
        ("merges", "r", APART),
        ("types", "a", "- keep: React (TECHNOLOGY)\n"),
        ("types", "x", "- reject: React (TECHNOLOGY)\n"),
        ("relations", "a", "- accept: Apple (ORG)\n  relation: acquires\n  object: Mistral AI (ORG)\n"),
        ("relations", "r", "- reject: Apple (ORG)\n  relation: acquires\n  object: Mistral AI (ORG)\n"),
        ("merges", "zza", MERGED),
        ("merges", "?ea", MERGED),
    ],
)
def test_a_key_is_a_decision(out: Path, topic: str, keys: str, decided: str) -> None:
    answer(out, keys, "--only", topic, "--below", "0.85", "--limit", "1")
    assert written(out) == decided


@pytest.mark.parametrize(("keys", "decided"), [("auq", ""), ("aurq", APART), ("kuaq", MERGED), ("kkuuaq", MERGED)])
def test_undo_goes_back_to_the_question_and_leaves_no_trace(out: Path, keys: str, decided: str) -> None:
    answer(out, keys, "--below", "0.85")
    assert written(out) == decided


def test_a_class_and_a_name_are_typed(out: Path) -> None:
    words = ["review", str(out), "--only", "types"]
    RUN.invoke(app, words, input="r\nPRODUCT\n")
    assert written(out) == "- retype: React (TECHNOLOGY)\n  to: PRODUCT\n"
    (out / "decisions.yaml").unlink()
    RUN.invoke(app, words, input="n\nReact.js\nq\n")
    assert written(out) == "- rename: React (TECHNOLOGY)\n  to: React.js\n"


def test_what_is_decided_is_not_asked_again(out: Path) -> None:
    answer(out, "a", "--only", "merges")
    assert answer(out, "", "--only", "merges").startswith(f"{out}: nothing to review (1 question answered in ")


def test_a_pipe_that_ends_keeps_what_was_answered(out: Path) -> None:
    said = answer(out, "a")
    assert written(out) == MERGED
    assert "1 decision, 0 skipped, 1 left" in said
    assert f"apply it with: kg build ARTICLES -o {out}" in said


def test_undo_does_not_touch_a_file_that_somebody_else_has_changed(out: Path) -> None:
    path = out / "decisions.yaml"
    answer(out, "a", "--only", "merges")
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert "nothing to undo" in answer(out, "uq", "--only", "types")
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_topic_that_is_none_is_refused(out: Path) -> None:
    result = RUN.invoke(app, ["review", str(out), "--only", "people"])
    assert result.exit_code == 2
    assert "--only takes merges, types, relations" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is asked for")
def test_at_a_terminal_one_key_is_enough_and_an_interrupt_loses_nothing(out: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "review", str(out)],
        stdin=theirs, stdout=theirs, stderr=subprocess.STDOUT, close_fds=True, start_new_session=True,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    said = _until(ours, "? more > ")
    said += _press(ours, b"a", "2 of 2")
    said += _press(ours, b"\x03", "1 decision, 0 skipped, 1 left")
    assert process.wait(timeout=20) == 0
    os.close(ours)
    assert written(out) == MERGED
    assert "Traceback" not in said


def _press(terminal: int, key: bytes, wanted: str) -> str:
    """What a terminal shows after a key until some words have come; keys are lost until the program listens."""
    said = ""
    for _ in range(5):
        time.sleep(0.5)
        os.write(terminal, key)
        said += _until(terminal, wanted, 3)
        if wanted in said:
            return said
    raise AssertionError(f"{wanted!r} did not come: {said}")


def _until(terminal: int, wanted: str, seconds: float = 20) -> str:
    """What a terminal shows until some words have come, or time is up."""
    said, end = "", time.monotonic() + seconds
    while wanted not in said and time.monotonic() < end:
        if select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            said += os.read(terminal, 4096).decode("utf-8", errors="replace")
    return said
