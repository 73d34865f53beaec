"""A graph -> one HTML page.

:func:`graph_data` reads what a page holds, or takes it from what :class:`Overheard` has kept of the graph's nodes,
:func:`draw` makes the page of it, :func:`write_page` puts it on disk;
:func:`places` reads from an earlier page where its entities stand, so that they stay there. :class:`Picture` is a
drawn page that a notebook shows.
"""

from kg.view.data import LIMIT, graph_data
from kg.view.given import Fact
from kg.view.overheard import Overheard
from kg.view.page import DRAWN, LANGUAGES, draw, graph_title, places, write_page
from kg.view.picture import Picture
from kg.view.values import GraphData

__all__ = [
    "DRAWN",
    "LANGUAGES",
    "LIMIT",
    "Fact",
    "GraphData",
    "Overheard",
    "Picture",
    "draw",
    "graph_data",
    "graph_title",
    "places",
    "write_page",
]
