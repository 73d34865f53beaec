"""``kg path`` and ``kg around``."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.ask_sample import write_sample

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The graph of the sample."""
    return str(write_sample(tmp_path_factory.mktemp("walk") / "out"))


def test_a_path_shows_the_sentence_of_every_hop_as_it_is_said(out: str) -> None:
    result = RUN.invoke(app, ["path", "Amazon Web Services", "tsmc", "-g", out])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "AWS -- Nvidia <- TSMC: 2 hops, 0.78",
        "  AWS partnersWith Nvidia: asserted, 0.98",
        "    “AWS et Nvidia étendent leur partenariat.”",
        "    AWS et Nvidia, 2025-12-02, a1.md",
        "  TSMC supplies Nvidia: asserted, 0.80",
        "    “TSMC fournit Nvidia en puces.”",
        "    =Hiver, 2026, 2026-01-06, a2.md",
    ]


def test_an_article_without_title_and_date_is_its_file(out: str) -> None:
    assert RUN.invoke(app, ["path", "Mirai", "France", "-g", out]).stdout.splitlines()[-1] == "    a3.md"


def test_other_statements_of_a_hop_are_named(out: str) -> None:
    shown = RUN.invoke(app, ["path", "Arthur Mensch", "Mistral AI", "-g", out]).stdout.splitlines()
    assert shown[-1] == "    also: Arthur Mensch worksFor Mistral AI (asserted, 0.80)"


def test_several_paths_stand_apart(out: str) -> None:
    result = RUN.invoke(app, ["path", "Nvidia", "CES 2026", "-g", out, "--count", "5"])
    first, second = result.stdout.split("\n\n")
    assert first.startswith("Nvidia -> CES 2026: 1 hop, ")
    assert second.startswith("Nvidia -> Vera Rubin -> CES 2026: 2 hops, ")
    avoiding = RUN.invoke(app, ["path", "Nvidia", "CES 2026", "-g", out, "--count", "5", "--avoid", "Vera Rubin"])
    assert avoiding.stdout == first + "\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Nvidia", "Mirai"], "no path from Nvidia to Mirai: no chain of statements joins the two; kg together NAME"),
        (
            ["AWS", "OpenAI"],
            "with --status all there is one of 2 hops, partly hypothetical and negated",
        ),
        (["AWS", "TSMC", "--max-hops", "1"], "the options leave none; without them there is one of 2 hops"),
        (["AWS", "TSMC", "--avoid", "Nvidia"], "the options leave none; without them there is one of 2 hops"),
        (["AWS", "Amazon Web Services"], "both ends are AWS, one entity; name two"),
        (["AWS", "Nvidai"], "the nearest are Nvidia"),
    ],
)
def test_where_there_is_no_path_the_reason_is_told_and_the_status(out: str, words: list[str], said: str) -> None:
    result = RUN.invoke(app, ["path", *words, "-g", out])
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_around_is_told_by_hop_and_relation(out: str) -> None:
    heading, columns, _, *rows = RUN.invoke(app, ["around", "Nvidia", "-g", out]).stdout.splitlines()
    assert heading == "Nvidia: 6 entities at 1 hop"
    assert columns.split() == ["hop", "relation", "entities", "names"]
    assert [[part.strip() for part in row.split("  ") if part] for row in rows] == [
        ["1", "-> develops", "2", "Grace Blackwell, Vera Rubin"],
        ["1", "-- partnersWith", "1", "AWS"],
        ["1", "-> presentAt", "1", "CES 2026"],
        ["1", "<- supplies", "1", "TSMC"],
        ["1", "<- worksFor", "1", "Ian Buck"],
    ]


def test_from_the_second_hop_on_brackets_tell_the_way(out: str) -> None:
    shown = RUN.invoke(app, ["around", "Ian Buck", "-g", out, "--depth", "2", "--limit", "1"]).stdout
    assert shown.startswith("Ian Buck: 1 entity at 1 hop, 5 entities at 2 hops\n")
    assert "Grace Blackwell (Nvidia), … and 1 more" in shown


def test_around_for_programs_is_one_statement_a_row(out: str) -> None:
    shown = RUN.invoke(app, ["around", "Nvidia", "-g", out, "-f", "csv"]).stdout.splitlines()
    assert shown[0] == "hop,from,direction,relation,to,status,confidence,class,articles,iri,statement"
    assert len(shown) == 1 + 6


def test_around_what_stands_alone_says_so(out: str) -> None:
    shown = RUN.invoke(app, ["around", "AWS re:Invent 2025", "-g", out]).stdout
    assert shown == (
        "AWS re:Invent 2025: no statement that counts relates it to anything; --status all counts every one\n"
    )
