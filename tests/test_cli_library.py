"""``kg queries``."""

from __future__ import annotations

from typer.testing import CliRunner

from kg.ask import queries
from kg.cli import app

RUN = CliRunner()


def test_every_question_is_listed_with_its_summary_and_parameters() -> None:
    lines = RUN.invoke(app, ["queries"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in queries()]
    for line, one in zip(lines, queries(), strict=True):
        assert one.summary["en"] in line
        assert all(f"--{parameter.name.replace('_', '-')}" in line for parameter in one.params)


def test_one_question_is_explained_with_parameters_and_columns() -> None:
    result = RUN.invoke(app, ["queries", "partners"])
    assert result.exit_code == 0
    [partners] = [one for one in queries() if one.name == "partners"]
    assert result.stdout.startswith(f"partners: {partners.summary['en']}\n")
    for word in ("--org", *partners.columns):
        assert f"\n  {word} " in result.stdout
    assert result.stdout.endswith("\nRun it: kg query partners\n")
