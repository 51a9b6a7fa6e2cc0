"""A figure of a sweep: certified points, and nothing between them; matplotlib is optional and imported only here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from io import BytesIO
from math import pi
from pathlib import Path
from typing import Any

from oracle.failures import Malformed, Undecided, Usage
from oracle.grids.grid import Point
from oracle.grids.grid_point import Result
from oracle.numbers import PiMultiple, parse

FORMATS = ("pdf", "svg", "eps", "png", "jpg")
LOGARITHMIC = ("x", "y", "xy")
MARKERS = "osD^v<>P*h"
NOTHING_BETWEEN = "certified points (nothing is claimed between them)"
MISSES = {
    "SEPARATED": ("no behaviour of the set has these data", "x"),
    "EMPTY": ("no behaviour of the set", "+"),
    "INSIDE": ("the behaviour belongs to the set", "."),
}
UNANSWERED = ("no answer", "|")


@dataclass(frozen=True)
class Style:
    """How a figure is drawn.

    Attributes:
        title: above the axes; what the problem is, by default.
        xlabel, ylabel: instead of the parameter's name and the unit.
        size: width and height in inches.
        log: the axes that are logarithmic, of `LOGARITHMIC`, or "".
    """

    title: str | None = None
    xlabel: str | None = None
    ylabel: str | None = None
    size: tuple[Fraction, Fraction] = (Fraction(32, 5), Fraction(24, 5))
    log: str = ""


def read_size(text: str) -> tuple[Fraction, Fraction]:
    """Width and height of a figure in inches, from `WxH`.

    Raises:
        Malformed: `out-of-range`, or no two numbers from 1 to 40.

    >>> read_size("3.4x2.5")
    (Fraction(17, 5), Fraction(5, 2))
    """
    parts = text.split("x")
    found = [parse(part) for part in parts] if len(parts) == 2 else []
    sides = [side for side in found if isinstance(side, Fraction) and 1 <= side <= 40]
    if len(sides) != 2:
        raise Malformed("out-of-range", f"--size {text[:40]!a} is no WIDTHxHEIGHT in inches, each from 1 to 40")
    return sides[0], sides[1]


def require_format(path: str) -> str:
    """The format of a figure by the end of its name, in capitals or not.

    Raises:
        Usage: another one than `FORMATS`.
        Undecided: `solver`, matplotlib is not installed.

    >>> require_format("curve.bmp")
    Traceback (most recent call last):
    oracle.failures.Usage: ('unknown-name', 'a figure is a file in one of the formats pdf, svg, eps, png, jpg')
    """
    chosen = Path(path).suffix.lstrip(".").lower()
    chosen = "jpg" if chosen == "jpeg" else chosen
    if chosen not in FORMATS:
        raise Usage("unknown-name", f"a figure is a file in one of the formats {', '.join(FORMATS)}")
    try:
        import_module("matplotlib")
    except ImportError:
        raise Undecided("solver", "figures need matplotlib: pip install 'bellcert[figure]'") from None
    return chosen


def caption(problem: Mapping[str, Any], file: str) -> str:
    r"""What a problem file is about, in one or two lines: its title or name, the set, the level, what is guessed.

    >>> caption({"title": "Werner", "set": "quantum", "level": "1+AB", "guessed": ["A0", "B0"]}, "w.toml")
    'Werner\nset quantum, level 1+AB, guessing of A0 B0'
    >>> caption({"kind": "maximum", "set": "local"}, "dir/w.toml")
    'w.toml\nset local, maximum'
    """
    level = problem.get("level")
    if problem.get("kind") == "bound":
        return f"{problem.get('title') or Path(file).name}\n{problem.get('name')}, the safe end"
    words = [f"set {problem.get('set')}"]
    if level:
        words.append(f"level {level}" if isinstance(level, str) else f"level of {len(level)} listed words")
    if problem.get("guessed"):
        kind = "entropy" if problem.get("kind") == "entropy" else "guessing"
        words.append(f"{kind} of {' '.join(map(str, problem['guessed']))}")
    else:
        words.append(str(problem.get("kind")))
    return f"{problem.get('title') or Path(file).name}\n{', '.join(words)}"


def figure(
    points: Sequence[Point], results: Mapping[int, Result], chosen: str, about: str = "", style: Style | None = None
) -> bytes:
    """The certified bits, or bounds, over the first parameter; one kind of mark for each value of the others.

    A point is drawn where its certificate was proved, and points are never joined: no certificate says what holds
    between them. Points at which the data belong to no behaviour, and points without an answer, stand at the foot of
    the axes with marks of their own, and the legend counts them.

    Args:
        points: of the grid.
        results: by index of the point.
        chosen: of `FORMATS`.
        about: the title, unless the style has another; see `caption`.
        style: size, labels, axes.

    Returns:
        the file; equal arguments give equal bytes for svg and pdf.
    """
    style = style or Style()
    matplotlib = import_module("matplotlib")
    matplotlib.use("Agg")
    with matplotlib.rc_context({"svg.hashsalt": "bellcert", "svg.fonttype": "none", "pdf.fonttype": 42}):
        return _drawn(points, results, chosen, style.title if style.title is not None else about, style)


def _drawn(
    points: Sequence[Point], results: Mapping[int, Result], chosen: str, title: str, style: Style
) -> bytes:  # fmt: skip
    pyplot = import_module("matplotlib.pyplot")
    first = next(iter(points[0]))
    bits = any(result.bits for result in results.values() if result.verdict == "PROVED")
    plot, axes = pyplot.subplots(figsize=tuple(map(float, style.size)), layout="constrained")
    try:
        for k, (label, row) in enumerate(_curves(points, results, bits).items()):
            marks = {"linestyle": "none", "marker": MARKERS[k % len(MARKERS)], "markersize": 4}
            axes.plot(*zip(*sorted(row), strict=True), label=label or NOTHING_BETWEEN, **marks)
        for says, (mark, places) in _misses(points, results, first).items():
            foot = [0.02] * len(places)
            axes.plot(
                places, foot, linestyle="none", marker=mark, color="0.35", label=f"{says} ({len(places)})",
                transform=axes.get_xaxis_transform(), clip_on=False,
            )  # fmt: skip
        axes.set_title(title, fontsize="medium", parse_math=False)
        axes.set_xlabel(style.xlabel if style.xlabel is not None else first, parse_math=style.xlabel is not None)
        unit = "entropy in bits, certified from below" if bits else "bound, certified"
        axes.set_ylabel(style.ylabel if style.ylabel is not None else unit)
        if "x" in style.log:
            axes.set_xscale("log")
        if "y" in style.log:
            axes.set_yscale("log")
        handles, labels = axes.get_legend_handles_labels()
        if handles:
            several = len(points[0]) > 1
            axes.legend(handles, labels, title=NOTHING_BETWEEN if several else None, fontsize="small", framealpha=0.9)
        out = BytesIO()
        metadata = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(chosen)
        plot.savefig(out, format=chosen, dpi=200, metadata=metadata)
        return out.getvalue()
    finally:
        pyplot.close(plot)


def _curves(
    points: Sequence[Point], results: Mapping[int, Result], bits: bool
) -> dict[str, list[tuple[float, float]]]:  # fmt: skip
    """Proved points, by the values of the parameters but the first."""
    first, *others = points[0]
    found: dict[str, list[tuple[float, float]]] = {}
    for index, point in enumerate(points):
        result = results[index]
        value = result.bits if bits else result.bound
        if result.verdict == "PROVED" and value:
            label = ", ".join(f"{name} = {point[name]}" for name in others)
            found.setdefault(label, []).append((_real(point[first]), float(Fraction(value))))
    return found


def _misses(
    points: Sequence[Point], results: Mapping[int, Result], first: str
) -> dict[str, tuple[str, list[float]]]:  # fmt: skip
    """Places of the other points, by what is said of them."""
    found: dict[str, tuple[str, list[float]]] = {}
    for index, point in enumerate(points):
        if results[index].verdict != "PROVED":
            says, mark = MISSES.get(results[index].verdict, UNANSWERED)
            found.setdefault(says, (mark, []))[1].append(_real(point[first]))
    return found


def _real(text: str) -> float:
    value = parse(text)
    return float(value.coefficient) * pi if isinstance(value, PiMultiple) else float(Fraction(text))
