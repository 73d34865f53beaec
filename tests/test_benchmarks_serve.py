"""The measurement of what others wait for runs, and prints what it promises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.serve import Waited, main, table
from tests.ask_sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path

LINE = r"\| kg serve \| {} \| \d \| \d+ \| \d+ \| \d+ \| {} \|"


def test_a_small_graph_gives_a_line_for_each_situation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    main([str(write_sample(tmp_path)), "--asks", "2", "--deadline", "0.5"])
    lines = capsys.readouterr().out.splitlines()[2:]
    wanted = [("alone", ""), ("a heavy aggregate", r"503 after \d\.\d s"), ("the whole graph", r"200 after \d\.\d s")]
    assert len(lines) == len(wanted)
    for line, (name, other) in zip(lines, wanted, strict=True):
        assert re.fullmatch(LINE.format(name, other), line), line


def test_the_table_has_the_middle_the_many_and_the_longest() -> None:
    waited = Waited("kg serve", "alone", tuple(n / 1000 for n in range(100, 0, -1)), "")
    assert table([waited]).splitlines()[-1] == "| kg serve | alone | 100 | 50 | 95 | 100 |  |"


@pytest.mark.parametrize(("words", "said"), [(["--asks", "0"], "give 1 or more"), ([], "does not start")])
def test_what_cannot_be_measured_is_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([str(tmp_path), *words])
    assert said in f"{left.value} {capsys.readouterr().err}"
