"""A figure of a sweep over one or two parameters; matplotlib is optional and imported only here."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from io import BytesIO
from math import pi
from pathlib import Path

from oracle.numbers import PiMultiple, parse
from oracle.problems import Undecided, Usage
from oracle.sweep.grid import Point
from oracle.sweep.point import Result

FORMATS = ("pdf", "png", "svg")


def require_format(path: str) -> str:
    """The format of a figure by the end of its name.

    Raises:
        Usage: another one than `FORMATS`.
        Undecided: `no-answer`, matplotlib is not installed.
    """
    chosen = Path(path).suffix.lstrip(".")
    if chosen not in FORMATS:
        raise Usage("unknown-name", f"a figure is a file in one of the formats {', '.join(FORMATS)}")
    try:
        import_module("matplotlib")
    except ImportError:
        raise Undecided("solver", "figures need matplotlib: pip install 'bellcert[figure]'") from None
    return chosen


def figure(points: Sequence[Point], results: dict[int, Result], chosen: str) -> bytes:
    """The certified bits, or bounds, over the first parameter; one curve for each value of the others.

    Points without an answer are missing from their curve, and the title says how many there are.
    """
    import_module("matplotlib").use("Agg")
    pyplot = import_module("matplotlib.pyplot")
    first, *others = points[0]
    shown = "bits" if any(result.bits for result in results.values()) else "bound"
    curves: dict[str, list[tuple[float, float]]] = {}
    for index, point in enumerate(points):
        found = results[index]
        value = found.bits if shown == "bits" else found.bound
        if value:
            label = ", ".join(f"{name} = {point[name]}" for name in others)
            curves.setdefault(label, []).append((_real(point[first]), float(Fraction(value))))
    plot, axes = pyplot.subplots()
    for label, row in curves.items():
        axes.plot(*zip(*sorted(row), strict=True), marker=".", label=label or None)
    missing = sum(1 for result in results.values() if not (result.bits if shown == "bits" else result.bound))
    axes.set_title("certified" + (f", {missing} points without an answer" if missing else ""))
    axes.set_xlabel(first)
    axes.set_ylabel("min-entropy, bits (certified lower bound)" if shown == "bits" else "certified bound")
    if any(curves):
        axes.legend()
    out = BytesIO()
    plot.savefig(out, format=chosen)
    pyplot.close(plot)
    return out.getvalue()


def _real(text: str) -> float:
    value = parse(text)
    return float(value.coefficient) * pi if isinstance(value, PiMultiple) else float(Fraction(text))
