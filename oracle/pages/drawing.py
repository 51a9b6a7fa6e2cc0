"""Small figures: what is drawn, as SVG in the colour of the text around it, and as PDF by matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from importlib import import_module
from io import BytesIO

from oracle.failures import Undecided
from oracle.numbers import decimal_text

WIDE, HIGH = 560, 300
LABEL = 200
BLUE, RED = "#3a76b5", "#b8433c"
_FONT = 'font-family="system-ui, sans-serif" font-size="13" fill="currentColor"'


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from 0, each with its name and its value rounded down.

    Attributes:
        items: names and values, none of them negative.
        title: what the figure shows, also for those who do not see it.
        places: decimals of the values.
    """

    items: Sequence[tuple[str, Fraction]]
    title: str
    places: int = 4


@dataclass(frozen=True)
class Dots:
    """Certified points, joined by nothing, since nothing is proved about what lies between.

    Attributes:
        points: parameter and value; drawn to the precision of a pixel, the exact values stand in a table.
        across: label of the parameter.
        up: label of the values.
        missing: parameters without a value; a cross stands at the foot of the axes.
        title: what the figure shows.
    """

    points: Sequence[tuple[Fraction, Fraction]]
    across: str
    up: str
    title: str
    missing: Sequence[Fraction] = ()


Plot = Bars | Dots


def svg(plot: Plot) -> str:
    """The figure as an element of a page; every label is escaped, nothing in it is a script or a style.

    >>> figure = svg(Bars([("a<b", Fraction(1, 2))], "t"))
    >>> figure.count("<rect"), "a&lt;b" in figure
    (1, True)
    """
    height, inner = _bars(plot) if isinstance(plot, Bars) else _dots(plot)
    name = escape(plot.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}" viewBox="0 0 {WIDE} {height}" '
        f'width="{WIDE}" height="{height}"><title>{name}</title>{"".join(inner)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {_FONT}>{escape(text)}</text>'


def shortened(text: str, most: int = 28) -> str:
    """A label that fits.

    >>> shortened("a" * 40)[-2:]
    'a…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def _bars(plot: Bars) -> tuple[int, list[str]]:
    most = max((value for _, value in plot.items), default=Fraction(0)) or Fraction(1)
    inner = []
    for row, (name, value) in enumerate(plot.items):
        y, width = 8 + 24 * row, max(0.0, float(value / most)) * (WIDE - LABEL - 110)
        inner.append(_text(LABEL - 8, y + 14, shortened(name), "end"))
        inner.append(f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="18" fill="{BLUE}"/>')
        inner.append(_text(LABEL + width + 6, y + 14, decimal_text(value, plot.places, up=False)))
    return 16 + 24 * len(plot.items), inner


def _dots(plot: Dots) -> tuple[int, list[str]]:
    xs = [x for x, _ in plot.points] + list(plot.missing)
    ys = [y for _, y in plot.points] + [Fraction(0)]
    left, right, top, foot = 70, WIDE - 20, 24, HIGH - 45
    x_low, x_high = min(xs, default=Fraction(0)), max(xs, default=Fraction(1))
    y_low, y_high = min(ys), max(ys)

    def place(x: Fraction, y: Fraction) -> tuple[float, float]:
        across = float((x - x_low) / (x_high - x_low)) if x_high > x_low else 0.5
        up = float((y - y_low) / (y_high - y_low)) if y_high > y_low else 0.0
        return left + across * (right - left), foot - up * (foot - top)

    inner = [f'<path d="M{left} {top}V{foot}H{right}" fill="none" stroke="currentColor"/>']
    for x in dict.fromkeys((x_low, x_high)):
        inner.append(_text(place(x, y_low)[0], foot + 17, decimal_text(x, 4, up=False), "middle"))
    for y in dict.fromkeys((y_low, y_high)):
        inner.append(_text(left - 6, place(x_low, y)[1] + 4, decimal_text(y, 4, up=False), "end"))
    inner.append(_text((left + right) / 2, HIGH - 8, shortened(plot.across, 60), "middle"))
    inner.append(_text(left, top - 9, shortened(plot.up, 60)))
    for x, y in plot.points:
        px, py = place(x, y)
        inner.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="{BLUE}"/>')
    for x in plot.missing:
        px, _ = place(x, y_low)
        inner.append(f'<path d="M{px - 4:.1f} {foot - 4}l8 8m0 -8l-8 8" stroke="{RED}" fill="none"/>')
    return HIGH, inner


def pdf(plot: Plot) -> bytes:
    """The same figure for a paper; equal plots give equal bytes.

    Raises:
        Undecided: `solver`, matplotlib is not installed.
    """
    try:
        matplotlib = import_module("matplotlib")
    except ImportError:
        raise Undecided("solver", "figures in PDF need matplotlib: pip install 'bellcert[figure]'") from None
    matplotlib.use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    with matplotlib.rc_context({"pdf.fonttype": 42, "text.parse_math": False}):
        rows = len(plot.items) if isinstance(plot, Bars) else 8
        drawn, axes = pyplot.subplots(figsize=(5.2, 0.8 + 0.32 * rows), layout="constrained")
        try:
            if isinstance(plot, Bars):
                axes.barh([shortened(name) for name, _ in plot.items], [float(v) for _, v in plot.items], color=BLUE)
                axes.invert_yaxis()
            else:
                axes.plot([float(x) for x, _ in plot.points], [float(y) for _, y in plot.points], "o", color=BLUE)
                axes.plot([float(x) for x in plot.missing], [0.02] * len(plot.missing), "x", color=RED,
                          transform=axes.get_xaxis_transform(), clip_on=False)  # fmt: skip
                axes.set_xlabel(shortened(plot.across, 60))
                axes.set_ylabel(shortened(plot.up, 60))
            axes.set_title(shortened(plot.title, 60), fontsize="medium")
            out = BytesIO()
            drawn.savefig(out, format="pdf", metadata={"CreationDate": None})
            return out.getvalue()
        finally:
            pyplot.close(drawn)
