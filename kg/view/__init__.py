"""A graph -> one HTML page.

:func:`graph_data` reads what a page shows, :func:`draw` makes the page of it, :func:`write_page` puts it on disk;
:class:`Picture` is a drawn page that a notebook shows.
"""

from kg.view.data import graph_data
from kg.view.page import draw, write_page
from kg.view.picture import Picture
from kg.view.values import GraphData

__all__ = ["GraphData", "Picture", "draw", "graph_data", "write_page"]
