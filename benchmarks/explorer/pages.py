"""The pages that are set side by side: kg's, and the bare picture of the same graph by other libraries.

The others get the same nodes with names, the same lines, one for each pair of entities, and the same places, and
every switch that makes them quick: no physics, straight lines of one colour, no hover, lines left out while the
picture moves, names that would be too small to read left out. They have no search, no facet and no evidence.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from kg.view.layout import layout
from kg.view.look import looks, radius_of
from kg.view.pack import pairs

if TYPE_CHECKING:
    from kg.view import GraphData

__all__ = [
    "CYTOSCAPE",
    "Drawing",
    "cytoscape_page",
    "cytoscape_script",
    "drawing",
    "library_of_pyvis",
    "pyvis_page",
    "vis_page",
]

CYTOSCAPE = "cytoscape@3.34"
SCRIPT = "package/dist/cytoscape.min.js"
VIS = "templates/lib/vis-9.1.2/vis-network.min.js"

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<style>html, body, #graph {{ margin: 0; width: 100%; height: 100%; }}</style></head>
<body><div id="graph"></div>
<script type="application/json" id="drawing">{drawing}</script>
<script>{library}</script>
<script>
const drawing = JSON.parse(document.getElementById("drawing").textContent);
const container = document.getElementById("graph");
{script}
</script></body></html>
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What any library needs: nodes with a name, a place and a look, and the pairs that a line joins."""

    nodes: tuple[dict[str, object], ...]
    lines: tuple[tuple[int, int], ...]

    def json(self) -> str:
        """The drawing for a script element; names are invented, yet none may end the element."""
        lines = [{"from": one, "to": other} for one, other in self.lines]
        return json.dumps({"nodes": self.nodes, "lines": lines}, separators=(",", ":")).replace("<", "\\u003c")


def drawing(data: GraphData) -> Drawing:
    """The picture of a graph, at the places where kg puts its nodes."""
    look = looks(row.iri for row in data.classes)
    lines = tuple(pairs(data))
    joined = Counter(end for line in lines if line[0] != line[1] for end in line)
    places = layout(len(data.nodes), lines)
    nodes = tuple(
        {
            "id": number,
            "label": node.name,
            "x": x,
            "y": y,
            "color": look[node.type].color,
            "shape": look[node.type].shape,
            "size": round(radius_of(joined[number]), 1),
        }
        for number, (node, (x, y)) in enumerate(zip(data.nodes, places, strict=True))
    )
    return Drawing(nodes, lines)


def vis_page(picture: Drawing) -> str:
    """vis-network alone, as pyvis bundles it, tuned."""
    return PAGE.format(drawing=picture.json(), library=library_of_pyvis(), script=_script("vis.js"))


def cytoscape_page(picture: Drawing, library: str) -> str:
    """Cytoscape.js alone, tuned."""
    return PAGE.format(drawing=picture.json(), library=library, script=_script("cytoscape.js"))


def pyvis_page(picture: Drawing) -> str:
    """What pyvis makes of the same graph when nothing is set but that the page is to be whole: physics runs."""
    from pyvis.network import Network  # brings IPython along

    network = Network(cdn_resources="in_line")
    for node in picture.nodes:
        network.add_node(node["id"], label=node["label"], color=node["color"], shape=node["shape"])
    for one, other in picture.lines:
        network.add_edge(one, other)
    return str(network.generate_html())


def cytoscape_script(cache: Path) -> str | None:
    """Cytoscape.js from the cache, fetched by npm the first time; None where npm or what it reaches is not there."""
    packed = sorted(cache.glob("cytoscape-*.tgz"))
    if not packed:
        cache.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(
                ["npm", "pack", "--silent", CYTOSCAPE], cwd=cache, check=True, capture_output=True, timeout=120
            )
        except (OSError, subprocess.SubprocessError):
            return None
        packed = sorted(cache.glob("cytoscape-*.tgz"))
    with tarfile.open(packed[-1]) as archive:
        script = archive.extractfile(SCRIPT)
        return script.read().decode() if script else None


def library_of_pyvis() -> str:
    """vis-network as pyvis brings it."""
    return files("pyvis").joinpath(VIS).read_text(encoding="utf-8")


def _script(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
