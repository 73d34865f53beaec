"""``kg rank``, ``kg communities``, ``kg together`` and ``kg timeline``."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.ask_sample import write_sample

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The graph of the sample."""
    return str(write_sample(tmp_path_factory.mktemp("analyse") / "out"))


def lines(*words: str) -> list[str]:
    result = RUN.invoke(app, [*words])
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def test_rank_names_the_most_central_with_their_class_in_words(out: str) -> None:
    heading, columns, _, first, *_ = lines("rank", "-g", out, "--limit", "1")
    assert heading == "24 entities by pagerank"
    assert columns.split() == ["name", "class", "score", "neighbours", "articles"]
    assert first.split() == ["1", "Nvidia", "organization", "0.12", "6", "2"]


def test_rank_says_what_is_cut_on_standard_error(out: str) -> None:
    assert RUN.invoke(app, ["rank", "-g", out]).stderr == "20 of 24 rows; --limit changes that\n"
    assert RUN.invoke(app, ["rank", "-g", out, "--limit", "24"]).stderr == ""


def test_rank_of_a_class_and_by_another_measure(out: str) -> None:
    heading, _, _, *rows = lines("rank", "-g", out, "--by", "closeness", "--class", "personne")
    assert heading == "3 entities by closeness"
    assert {row.split("  ")[1] for row in rows} == {"Arthur Mensch", "Ian Buck", "Lachlan Davidson"}


def test_rank_says_where_it_estimates(out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.ask.analysis.network.EXACT", 10)
    monkeypatch.setattr("kg.ask.analysis.network.PIVOTS", 10)
    assert lines("rank", "-g", out, "--by", "betweenness")[0] == (
        "24 entities by betweenness, estimated from the paths of 10"
    )


def test_for_programs_there_is_all_with_iris(out: str) -> None:
    rows = list(csv.DictReader(io.StringIO("\n".join(lines("rank", "-g", out, "-f", "csv")))))
    assert len(rows) == 24
    assert (rows[0]["class"], rows[0]["iri"]) == ("schema:Organization", "org:nvidia")
    data = json.loads("\n".join(lines("rank", "-g", out, "-f", "json", "--limit", "2")))
    assert [row["name"]["value"] for row in data["results"]["bindings"]] == ["Nvidia", "CVE-2025-55182"]
    [first, *_] = lines("communities", "Nvidia", "-g", out, "-f", "csv")
    assert first == "community,name,class,strength,inside,outside,articles,iri"


@pytest.mark.parametrize("words", [["rank"], ["communities"], ["communities", "Nvidia"]])
def test_where_nothing_counts_that_is_said(out: str, words: list[str]) -> None:
    [line] = lines(*words, "-g", out, "--min-confidence", "1")
    assert line.endswith("no statement that counts relates such entities; --status all counts every one")


@pytest.mark.parametrize(
    "words", [["rank"], ["communities"], ["path", "OpenAI", "Gemini (product)"], ["around", "OpenAI"]]
)
def test_what_is_denied_counts_only_where_it_is_asked_for(out: str, words: list[str]) -> None:
    asserted = RUN.invoke(app, [*words, "-g", out, "-f", "csv"]).stdout
    assert RUN.invoke(app, [*words, "-g", out, "-f", "csv", "--status", "asserted"]).stdout == asserted
    assert RUN.invoke(app, [*words, "-g", out, "-f", "csv", "--status", "all"]).stdout != asserted
    both = [*words, "-g", out, "-f", "csv", "--status", "asserted", "--status", "hypothetical"]
    assert RUN.invoke(app, both).stdout != asserted


def test_communities_are_shown_with_members_and_relations(out: str) -> None:
    heading, columns, _, first, *rows = lines("communities", "-g", out)
    assert heading.startswith(f"24 entities in {len(rows) + 1} communities, modularity 0.")
    assert columns.split("  ")[0] == ""
    assert "Nvidia, " in first
    assert "develops " in first


def test_the_community_of_an_entity_is_shown_member_by_member(out: str) -> None:
    heading, relations, columns, _, *rows = lines("communities", "nvidia", "-g", out)
    assert heading.startswith("Community 1 of ")
    assert heading.endswith(f": {len(rows)} entities")
    assert "presentAt 2" in relations
    assert columns.split() == ["name", "class", "joined", "inside", "outside", "articles"]
    assert rows[0].split("  ")[0] == "Nvidia"


def test_together_of_one_entity_and_of_all(out: str) -> None:
    heading, columns, _, first, *_ = lines("together", "Nvidia", "-g", out)
    assert heading == "Nvidia, which 2 articles name, and what they name beside it"
    assert columns.split() == ["name", "class", "articles", "npmi", "likelihood", "related"]
    assert first.split() == ["AWS", "organization", "2", "of", "2", "1", "0", "yes"]
    every = lines("together", "-g", out, "--limit", "3")
    assert every[0].split()[:2] == ["name", "other"]
    assert len(every) == 5


def test_together_says_where_there_is_nothing(out: str) -> None:
    assert lines("together", "Mirai", "-g", out) == ["nothing is named together with Mirai in 2 articles"]
    assert lines("together", "-g", out, "--min-articles", "9") == ["nothing is named together in 9 articles"]


def test_a_timeline_has_a_bar_for_every_period(out: str) -> None:
    heading, columns, _, *rows = lines("timeline", "Nvidia", "-g", out)
    assert heading == "Nvidia, which 2 articles name, from 2025-12-02 to 2026-01-06"
    assert columns.split() == ["month", "articles", "mentions", "facts", "new"]
    assert [row.split() for row in rows] == [
        ["2025-12", "1", "█" * 24, "3", "4", "4"],
        ["2026-01", "1", "█" * 24, "3", "4", "2"],
    ]


def test_a_long_silence_is_one_line_for_people_and_all_of_it_for_programs(out: str) -> None:
    _, _, _, *rows = lines("timeline", "Nvidia", "-g", out, "--by", "day")
    assert [row.split("  ")[0] for row in rows] == ["2025-12-02", "… 34 without", "2026-01-06"]
    assert len(lines("timeline", "Nvidia", "-g", out, "--by", "day", "-f", "csv")) == 37
    assert len(lines("timeline", "Nvidia", "-g", out, "--by", "week")) == 3 + 6 - 4 + 1


def test_articles_without_a_date_are_counted_apart(out: str) -> None:
    heading, apart, *_ = lines("timeline", "Google", "-g", out)
    assert heading == "Google, which 2 articles name, from 2026-01-06 to 2026-01-06"
    assert apart == "1 article without a date left out"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rank", "--by", "fame"], "no measure 'fame'; use pagerank, degree, betweenness, closeness, articles"),
        (["rank", "--class", "ROBOT"], "no class named 'ROBOT'"),
        (["rank", "--status", "refuted"], "no status 'refuted'"),
        (["rank", "--relation", "likes"], "no relation named 'likes'"),
        (["rank", "-f", "turtle"], "choose table, csv or json"),
        (["communities", "--resolution", "0"], "0 is no resolution"),
        (["communities", "Nvidai"], "the nearest are Nvidia"),
        (["together", "Nvidai"], "the nearest are Nvidia"),
        (["timeline", "Nvidia", "--by", "year"], "no period 'year'; use day, week, month"),
    ],
)
def test_a_mistake_names_what_would_be_right(out: str, words: list[str], said: str) -> None:
    result = RUN.invoke(app, [*words, "-g", out])
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr
