"""A drawn page as a value: shown inline in a notebook, or saved as a file."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.view.page import write_page

if TYPE_CHECKING:
    from kg.view.values import GraphData

__all__ = ["Picture"]

_SANDBOX = (
    "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"  # links open as pages of their own
)


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A graph page and what it shows.

    In a notebook it shows itself in a frame of its own, from the text alone: no file is written, and the frame's
    sandbox lets its scripts run but gives them no way to the notebook.

    Attributes:
        page: the page as text.
        data: what it holds.
        height: of the frame, in pixels.
    """

    page: str
    data: GraphData
    height: int = 640

    def __repr__(self) -> str:
        nodes, edges = len(self.data.nodes), len(self.data.edges)
        return (
            f"<Picture: {nodes:,} entit{'y' if nodes == 1 else 'ies'}, {edges:,} relation{'' if edges == 1 else 's'}>"
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file and say where.

        Raises:
            GraphError: the file cannot be written.
        """
        place = Path(path)
        write_page(place, self.page)
        return place

    def _repr_html_(self) -> str:
        source, title = html.escape(self.page, quote=True), html.escape(repr(self)[1:-1], quote=True)
        return (
            f'<iframe title="{title}" srcdoc="{source}" sandbox="{_SANDBOX}" '
            f'style="width: 100%; height: {self.height}px; border: 0"></iframe>'
        )
