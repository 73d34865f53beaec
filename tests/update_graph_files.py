"""Write anew what the graph room ships or compares with: ontology, shapes, the small golden graph.

Run ``python -m tests.update_graph_files`` after a change of the schema or of the graph, and review the diff.
"""

from __future__ import annotations

from kg.graph.exports import export
from kg.graph.ontology import ontology_turtle
from kg.graph.rdf import to_triples
from kg.graph.shapes import shapes_turtle
from kg.resolve import Resolution
from kg.schema import load_schema
from tests import make
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "small.ttl"


def main() -> None:
    """Write the three files."""
    schema = load_schema()
    (ROOT / "kg" / "data" / "ontology.ttl").write_text(ontology_turtle(schema), encoding="utf-8")
    (ROOT / "kg" / "data" / "shapes.ttl").write_text(shapes_turtle(schema), encoding="utf-8")
    export(to_triples(Resolution((make.extraction(),)), schema=schema), "turtle", GOLDEN)


if __name__ == "__main__":
    main()
