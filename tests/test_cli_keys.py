"""Keys at a terminal, lines from a pipe."""

from __future__ import annotations

import io

import pytest
import typer

from kg.cli.keys import Keys


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gives_the_first_character_of_a_line_and_whole_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n accept\n\n  New name \n"))
    keys = Keys()
    assert [keys.key(), keys.key(), keys.key()] == ["a", "a", ""]
    assert keys.line("called: ") == "New name"
    assert capsys.readouterr().out == "a\na\n\ncalled: New name\n"
    with pytest.raises(EOFError):
        keys.key()
    with pytest.raises(EOFError):
        keys.line("called: ")


def test_keys_that_were_pressed_at_once_come_one_after_the_other_and_arrows_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pressed = iter(["\x1b[A", "ar", "\r", "q"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(typer, "getchar", lambda: next(pressed))
    keys = Keys()
    assert [keys.key() for _ in range(4)] == ["a", "r", "", "q"]


def test_a_prompt_cannot_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x\n"))
    Keys().line("\x1b[31mname: ")
    assert "\x1b" not in capsys.readouterr().out
