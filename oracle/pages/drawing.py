"""Small figures as SVG, drawn in the colour of the text around them; every label is escaped, nothing is a script."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from oracle.numbers import decimal_text

WIDE, HIGH = 560, 300
LABEL = 200
_FONT = 'font-family="system-ui, sans-serif" font-size="13" fill="currentColor"'


def _svg(height: int, title: str, inner: Sequence[str]) -> str:
    name = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}" viewBox="0 0 {WIDE} {height}" '
        f'width="{WIDE}" height="{height}" style="max-width:100%"><title>{name}</title>{"".join(inner)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {_FONT}>{escape(text)}</text>'


def shortened(text: str, most: int = 28) -> str:
    """A label that fits.

    >>> shortened("a" * 40)[-2:]
    'a…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def bars(items: Sequence[tuple[str, Fraction]], title: str = "bars", places: int = 4) -> str:
    """Horizontal bars from 0, each with its name and its value rounded down.

    Args:
        items: names and values, none of them negative.
        title: what the figure shows, for those who do not see it.
        places: decimals of the values.

    >>> bars([("a<b", Fraction(1, 2))]).count("<rect"), "a&lt;b" in bars([("a<b", Fraction(1, 2))])
    (1, True)
    """
    most = max((value for _, value in items), default=Fraction(0)) or Fraction(1)
    inner = []
    for row, (name, value) in enumerate(items):
        y, width = 8 + 24 * row, float(value / most) * (WIDE - LABEL - 110)
        inner.append(_text(LABEL - 8, y + 14, shortened(name), "end"))
        inner.append(
            f'<rect x="{LABEL}" y="{y}" width="{max(width, 0):.1f}" height="18" fill="#3a76b5"/>'
            + _text(LABEL + max(width, 0) + 6, y + 14, decimal_text(value, places, up=False))
        )
    return _svg(16 + 24 * len(items), title, inner)


def dots(
    points: Sequence[tuple[Fraction, Fraction]],
    across: str,
    up: str,
    missing: Sequence[Fraction] = (),
    title: str = "points",
) -> str:
    """Certified points, joined by nothing, since nothing is proved about what lies between.

    Args:
        points: (parameter, value); drawn to the precision of a pixel, the exact values stand in the table.
        across: label of the parameter.
        up: label of the values.
        missing: parameters at which there is no value; a cross stands at the foot of the axes.
        title: what the figure shows.
    """
    xs = [x for x, _ in points] + list(missing)
    ys = [y for _, y in points] + [Fraction(0)]
    left, right, top, foot = 70, WIDE - 20, 15, HIGH - 45
    x_low, x_high, y_low, y_high = (min(xs, default=Fraction(0)), max(xs, default=Fraction(1)), min(ys), max(ys))

    def place(x: Fraction, y: Fraction) -> tuple[float, float]:
        across_share = float((x - x_low) / (x_high - x_low)) if x_high > x_low else 0.5
        up_share = float((y - y_low) / (y_high - y_low)) if y_high > y_low else 0.0
        return left + across_share * (right - left), foot - up_share * (foot - top)

    inner = [f'<path d="M{left} {top}V{foot}H{right}" fill="none" stroke="currentColor"/>']
    for x in (x_low, x_high):
        inner.append(_text(place(x, y_low)[0], foot + 17, decimal_text(x, 4, up=False), "middle"))
    for y in (y_low, y_high):
        inner.append(_text(left - 6, place(x_low, y)[1] + 4, decimal_text(y, 4, up=False), "end"))
    inner += [
        _text((left + right) / 2, HIGH - 8, shortened(across, 60), "middle"),
        _text(left + 6, top + 10, shortened(up, 60)),
    ]
    for x, y in points:
        px, py = place(x, y)
        inner.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3.5" fill="#3a76b5"/>')
    for x in missing:
        px, _ = place(x, y_low)
        inner.append(f'<path d="M{px - 4:.1f} {foot - 4}l8 8m0 -8l-8 8" stroke="#a11818" fill="none"/>')
    return _svg(HIGH, title, inner)
