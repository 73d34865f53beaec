"""``kg queries``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.ask import checks, queries, read_query
from kg.ask.catalogue import option
from kg.cli import app

if TYPE_CHECKING:
    from pathlib import Path

RUN = CliRunner()


def test_every_question_is_listed_by_theme_with_its_summary_and_parameters() -> None:
    lines = RUN.invoke(app, ["queries"]).stdout.splitlines()
    listed = [line for line in lines if line.startswith("  ")]
    known = [*queries(), *checks()]
    assert [line.split()[0] for line in listed] == [one.name for one in known]
    for line, one in zip(listed, known, strict=True):
        assert one.summary["en"] in line
        assert all(option(parameter.name) in line for parameter in one.params)
    themes = [line.partition(":")[0] for line in lines if line and not line.startswith(" ")]
    assert themes == list(dict.fromkeys(one.theme for one in known))


def test_a_tag_and_a_theme_choose() -> None:
    tagged = RUN.invoke(app, ["queries", "--tag", "security"]).stdout
    assert "  unpatched " in tagged
    assert "  partners " not in tagged
    themed = RUN.invoke(app, ["queries", "--theme", "people"]).stdout
    assert [line.split()[0] for line in themed.splitlines()[1:]] == [one.name for one in queries(theme="people")]
    checked = RUN.invoke(app, ["queries", "--theme", "checks"]).stdout
    assert "  two-classes " in checked


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tag", "colour"], "kg: no question has the tag 'colour'; the tags are "),
        (["--theme", "colour"], "kg: no theme 'colour'; the themes are overview, "),
        (["partnerz"], "kg: no query named 'partnerz'; did you mean partners"),
    ],
)
def test_a_mistake_names_what_would_be_right(words: list[str], said: str) -> None:
    result = RUN.invoke(app, ["queries", *words])
    assert result.exit_code == 1
    assert result.stderr.startswith(said)


def test_one_question_is_explained_with_what_it_takes_what_it_gives_and_an_answer() -> None:
    result = RUN.invoke(app, ["queries", "partners"])
    assert result.exit_code == 0
    partners = read_query("partners")
    assert result.stdout.startswith(f"partners: {partners.summary['en']}\n{partners.summary['fr']}\n")
    for word in ("--org", *partners.columns):
        assert f"\n  {word} " in result.stdout
    assert "(entity: Organization or ThreatActor)" in result.stdout
    assert "(confidence, 0 unless given)" in result.stdout
    assert "\nRun it: kg query partners --org Nvidia\n" in result.stdout
    assert partners.example is not None
    assert partners.example.rows[0][1] in result.stdout.splitlines()[-2]


def test_a_question_of_ones_own_is_explained_as_far_as_it_goes(tmp_path: Path) -> None:
    own = tmp_path / "mine.rq"
    own.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert RUN.invoke(app, ["queries", str(own)]).stdout == f"mine\n\nRun it: kg query {own}\n"
