"""Parts of libraries come when they are used, and garbage is looked for seldom."""

from __future__ import annotations

import subprocess
import sys

from kg.later import later


def run(code: str) -> None:
    """Run a program in a process of its own."""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_module_that_is_there_stays() -> None:
    before = sys.modules["subprocess"]
    with later("subprocess"):
        assert sys.modules["subprocess"] is before
    assert sys.modules["subprocess"] is before


def test_a_module_comes_when_it_is_used_whichever_way_it_was_imported() -> None:
    run("""
import sys
from kg.later import later
with later("colorsys"):
    import colorsys
    from colorsys import hsv_to_rgb
assert "colorsys" not in sys.modules
assert colorsys.ONE_SIXTH == 1 / 6
assert hsv_to_rgb(0.0, 1.0, 1.0) == (1.0, 0.0, 0.0)
assert sys.modules["colorsys"] is not colorsys
""")


def test_pyvis_and_spacy_work_without_what_they_bring_along() -> None:
    run("""
import sys
from kg.later import later
with later("IPython.display", "networkx"):
    import pyvis.network
with later("spacy.cli.info"):
    import spacy
assert not {"IPython", "networkx", "spacy.cli"} & sys.modules.keys()
import networkx
network = pyvis.network.Network()
network.from_nx(networkx.path_graph(3))
assert len(network.nodes) == 3
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.download)
""")


def test_garbage_is_still_collected() -> None:
    run("""
import gc, weakref
from kg.later import collect_later
class Ring: pass
def ring():
    one = Ring()
    one.self = one
    return weakref.ref(one)
collect_later()
first = ring()
kept = [[] for _ in range(gc.get_threshold()[0] + 10)]
assert first() is None
""")


def test_a_build_that_has_nothing_to_do_waits_for_no_heavy_library() -> None:
    run("""
import sys
import kg.cli.make
import kg.build
heavy = {"IPython", "jinja2", "markdown_it", "networkx", "numpy", "py3langid", "pyvis", "rapidfuzz", "rdflib", "spacy"}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
""")
