"""Tables read back by pandas and DuckDB, and joined there."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from kg.errors import MissingExtra
from kg.graph.exports import Format, export
from kg.graph.network import to_networkx
from kg.graph.records import records
from tests.ask_sample import sample_store

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("entities", "relations", "evidence", "mentions", "articles")


@pytest.fixture(scope="module", name="folders")
def _folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tables")
    for format_ in (Format.TABLES, Format.PARQUET):
        export(sample_store(), format_, folder / format_)
    return {"csv": folder / "tables", "parquet": folder / "parquet"}


def test_each_table_is_a_file(folders: dict[str, Path]) -> None:
    for kind, folder in folders.items():
        assert {file.name for file in folder.iterdir()} == {f"{name}.{kind}" for name in TABLES} | {".kg-export.json"}


def frames(folders: dict[str, Path], kind: str) -> dict[str, pd.DataFrame]:
    if kind == "csv":
        return {name: pd.read_csv(folders[kind] / f"{name}.csv") for name in TABLES}
    return {name: pd.read_parquet(folders[kind] / f"{name}.parquet") for name in TABLES}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_pandas_reads_and_joins_them(folders: dict[str, Path], kind: str) -> None:
    read, network = frames(folders, kind), to_networkx(sample_store())
    assert set(read["entities"]["entity"]) == set(network.nodes)
    assert set(read["relations"]["statement"]) == {key for _, _, key in network.edges(keys=True)}
    joined = (
        read["evidence"]
        .merge(read["relations"], on="statement", suffixes=("", "_of_statement"), validate="many_to_one")
        .merge(read["articles"], on="article", validate="many_to_one")
    )
    assert len(joined) == len(read["evidence"])
    assert (joined.groupby("statement").size() == joined.groupby("statement")["evidence_count"].first()).all()
    named = read["mentions"].merge(read["entities"], on="entity", validate="many_to_one")
    assert (named.groupby("entity").size() == named.groupby("entity")["mention_count"].first()).all()
    [row] = read["relations"].query("subject_label == 'ASML' and relation == 'investsIn'").to_dict("records")
    assert (row["object_label"], row["status"], row["confidence"]) == ("Mistral AI", "asserted", 0.8)
    [asml] = read["entities"].query("label == 'ASML'").to_dict("records")
    assert (asml["class"], asml["entity"]) == ("schema:Organization", row["subject"])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_duckdb_reads_types_and_joins_them(folders: dict[str, Path], kind: str) -> None:
    def rows(text: str) -> list[tuple[object, ...]]:
        tables = {name: f"'{folders[kind] / name}.{kind}'" for name in TABLES}
        return duckdb.connect().execute(text.format(**tables)).fetchall()

    described = {name: type_ for name, type_, *_ in rows("DESCRIBE SELECT * FROM {relations}")}
    assert (described["confidence"], described["source_count"], described["first_seen"]) == ("DOUBLE", "BIGINT", "DATE")
    published = {name: type_ for name, type_, *_ in rows("DESCRIBE SELECT * FROM {articles}")}["published"]
    assert published == "TIMESTAMP WITH TIME ZONE"
    found = rows("""
        SELECT r.subject_label, r.object_label, r.first_seen, e.sentence, a.title
        FROM {relations} r JOIN {evidence} e USING (statement) JOIN {articles} a USING (article)
        JOIN {entities} s ON s.entity = r.subject
        WHERE s.class = 'schema:Person' AND r.relation = 'founded' AND a.published >= '2026-01-01'
    """)
    guard = "'" if kind == "csv" else ""  # before what a spreadsheet would take for a formula
    assert found == [
        ("Arthur Mensch", "Mistral AI", date(2026, 1, 6), "Arthur Mensch a fondé Mistral AI et dirige Mistral AI.",
         f"{guard}=Hiver, 2026"),
    ]  # fmt: skip
    dangling = rows("SELECT COUNT(*) FROM {mentions} m ANTI JOIN {entities} e USING (entity)")
    assert dangling == [(0,)]


def test_lists_are_lists_in_parquet_and_one_text_in_csv(folders: dict[str, Path]) -> None:
    label = "label == 'AWS'"
    [parquet] = frames(folders, "parquet")["entities"].query(label).to_dict("records")
    [csv] = frames(folders, "csv")["entities"].query(label).to_dict("records")
    assert (list(parquet["aliases"]), csv["aliases"]) == (["Amazon Web Services"], "Amazon Web Services")
    words = frames(folders, "csv")["evidence"]["words"].dropna()
    assert "partenariat | étendent" in set(words)


def test_what_is_not_known_is_empty(folders: dict[str, Path]) -> None:
    for kind in folders:
        [undated] = frames(folders, kind)["articles"].query("identifier == 'a3'").to_dict("records")
        assert pd.isna(undated["published"])
        assert pd.isna(undated["title"])


def test_only_the_tables_that_are_asked_for_are_read() -> None:
    assert [table.name for table in records(sample_store(), "articles", "entities")] == ["articles", "entities"]
    for table in records(sample_store()):
        assert [row[0] for row in table.rows] == sorted({str(row[0]) for row in table.rows})
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_parquet_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"writing Parquet needs the package pyarrow; .* pip install 'kg\[tables\]'"):
        export(sample_store(), Format.PARQUET, tmp_path / "tables")
    assert list(tmp_path.iterdir()) == []
