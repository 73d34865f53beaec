"""A chart as a value, and the paper, ink and colours that all charts share.

matplotlib draws. In a notebook a chart is an SVG whose ink is that of the text around it, so that it reads by day and
by night and prints sharply; its letters are letters.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kg.notebook.html import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

__all__ = ["COLOURS", "INK", "OTHERS", "RULES", "Chart", "cut", "figures", "legend", "palette", "paper", "short"]

INK = "#112233"
"""Stands for the colour of the text around a chart until it is shown; black on paper."""

COLOURS = ("#3b7dd8", "#e07b39", "#3aa17e", "#b65fb0", "#c9a227", "#d2545b", "#6b8f9c", "#8a6bd1")
"""Eight that differ by day and by night, for people who see colours differently as well (after Okabe and Ito)."""

OTHERS = "others"
"""What groups are called together that are too many to have a colour each."""

_GREY = "#8a8a8a"

RULES: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "kg",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "figure.constrained_layout.use": True,
}
_WIDE = 9.0
"""Inches of the width of a chart; an inch is 72 points in SVG."""

_SIZE = re.compile(r'width="([\d.]+)pt" height="[\d.]+pt"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_FONT = re.compile(r"(font: (?:bold )?[\d.]+px) [^;\"]*")

_LONGEST = 42
"""Characters of a label; a longer one is cut."""


@dataclass(frozen=True, slots=True, repr=False)
class Chart:
    """A picture of a frame, which shows itself in a notebook.

    Attributes:
        figure: matplotlib's own, to change or add anything.
        title: what it shows.
    """

    figure: Figure
    title: str

    def __repr__(self) -> str:
        return f"<Chart: {self.title}>"

    def svg(self) -> str:
        """The picture as SVG, the same text for the same frame."""
        buffer = io.StringIO()
        with mpl.rc_context(RULES):
            self.figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        text = buffer.getvalue()
        return _METADATA.sub("", text[text.index("<svg") :])

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file, as PNG, SVG or PDF by the end of its name, and say where; ink on white paper."""
        place = Path(path)
        with mpl.rc_context(RULES):
            self.figure.savefig(place, dpi=160, facecolor="white")
        return place

    def _repr_html_(self) -> str:
        text = self.svg().replace(INK, "currentColor")
        text = _SIZE.sub(r'style="max-width: 100%; width: \1pt; height: auto"', text, count=1)
        text = _FONT.sub(r"\1 var(--jp-ui-font-family, sans-serif)", text)
        return text.replace("<svg", f'<svg role="img" aria-label="{escape(self.title)}"', 1)


def paper(height: float, width: float = _WIDE) -> tuple[Figure, Axes]:
    """A figure with room for one chart, in inches."""
    figure = Figure(figsize=(width, height))
    return figure, figure.subplots()


def palette(groups: Sequence[str]) -> dict[str, str]:
    """A colour for each group in the order in which they come, the others last and grey.

    >>> list(palette(["a", "others", "b"]))
    ['a', 'b', 'others']
    """
    named = [name for name in dict.fromkeys(groups) if name != OTHERS]
    others = {OTHERS: _GREY} if OTHERS in groups else {}
    return dict(zip(named, COLOURS, strict=False)) | others


def legend(axes: Axes, colours: Mapping[str, str], *, below: bool = False) -> None:
    """Say beside a chart, or below it, which colour is which group."""
    handles = [Patch(color=colour, label=short(name)) for name, colour in colours.items()]
    if below and isinstance(axes.figure, Figure):
        axes.figure.legend(handles=handles, loc="outside lower left", ncols=4, labelcolor=INK)
    else:
        axes.legend(handles=handles, loc="upper left", bbox_to_anchor=(1.0, 1.0), labelcolor=INK)


def cut(title: str, shown: int, there: int) -> str:
    """A title that tells where a chart does not show everything."""
    return title if shown == there else f"{title} (the first {shown} of {there})"


def short(text: str, longest: int = _LONGEST) -> str:
    r"""A label that fits, and is no formula: matplotlib opens one at a dollar sign.

    >>> short("500 $"), short("a" * 9, 5)
    ('500 \\$', 'aaaa…')
    """
    return (text if len(text) <= longest else f"{text[: longest - 1]}…").replace("$", r"\$")


def figures(number: float) -> str:
    """A number as it stands at a bar.

    >>> figures(1200.0), figures(0.5)
    ('1,200', '0.50')
    """
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}"
