"""Write anew what is made from the query library: the examples in its headers, its catalogue, the recorded answers.

Run ``python -m tests.update_queries`` after a change of a question or of what is read from the seeds, and review the
diff. The parameters and columns of an example are written by hand; its rows are what the seeds give, or the sample
where the seeds give none.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg.ask import checks, queries
from kg.ask.catalogue import catalogue
from kg.ask.library import library_folder
from kg.build import build
from kg.graph.store import open_store
from tests.conftest import ROOT
from tests.make_library import ASKED
from tests.test_ask_library import GOLDEN, example_rows, recorded

if TYPE_CHECKING:
    from kg.ask import Query
    from kg.graph.store import Store

_ROWS = re.compile(r"(?m)^#\+   rows:.*\n(?:#\+   - .*\n)*")
_PLAIN = re.compile(r"[A-Za-zÀ-ÿ0-9][\w .'’/+-]*")


def main() -> None:
    """Write them all."""
    with tempfile.TemporaryDirectory() as folder:
        build([ROOT / "seeds"], Path(folder) / "out")
        with open_store(Path(folder) / "out" / "store") as seeds:
            for query in [*queries(), *checks()]:
                _write_example(query, seeds)
    for query in queries():
        if query.form == "select":
            (GOLDEN / f"{query.name}.tsv").write_text(recorded(query, ASKED[query.name]), encoding="utf-8")
    (library_folder() / "README.md").write_text(catalogue([*queries(), *checks()]), encoding="utf-8")


def _write_example(query: Query, seeds: Store) -> None:
    if query.example is None or query.path is None:
        return
    rows = example_rows(query, seeds)
    lines = [f"#+   - [{', '.join(map(_cell, row))}]\n" for row in rows]
    text = _ROWS.sub(lambda _: "".join(["#+   rows:\n", *lines]), query.text, count=1)
    query.path.write_text(text, encoding="utf-8")


def _cell(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not text.endswith(" ") else json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
