"""A problem at every point of a grid: one checked certificate a point."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from oracle.api.certify import Asks
from oracle.api.problem import Problem
from oracle.api.results import Result, Steps, exactly
from oracle.api.sources import name_of, plain, read
from oracle.failures import Undecided, worst
from oracle.numbers import decimal_text

if TYPE_CHECKING:
    from oracle.pages.drawing import Plot

MAX_JOBS = 256
MAX_BYTES = 1 << 20  # of a problem file
LOGARITHMIC = ("x", "y", "xy")
Values = str | Sequence[int | Fraction | str]


@dataclass(frozen=True)
class Point:
    """What came of one point.

    Attributes:
        parameters: name -> exact value as text.
        verdict: of the answer, or MALFORMED, LIMIT, UNDECIDED, FAILED.
        bound: exact, or None.
        bits: certified min-entropy of one round, rounded down, or None.
        sha256: of the certificate, or "".
        certificate: its bytes; empty where there is no answer.
        problem: why there is no answer, or "".
        remark: what else should be known of an answer, or "".
        path: where its certificate stands, or None.
        exit_code: that `bellcert certify` would have ended with.
    """

    parameters: Mapping[str, str]
    verdict: str
    bound: Fraction | None
    bits: Fraction | None
    sha256: str
    certificate: bytes = field(compare=False, repr=False)
    problem: str = ""
    remark: str = ""
    path: str | None = None
    exit_code: int = 0

    def to_dict(self) -> dict[str, object]:
        """What `bellcert sweep --json` prints of the point."""
        return {
            "parameters": dict(self.parameters), "verdict": self.verdict, "bound": exactly(self.bound),
            "bits": None if self.bits is None else decimal_text(self.bits, 10, up=False),
            "sha256": self.sha256 or None, "path": self.path, "problem": self.problem, "remark": self.remark,
        }  # fmt: skip


@dataclass(frozen=True, repr=False)
class Sweep(Result):
    """A certified curve: nothing is proved about what lies between its points.

    Attributes:
        points: in the order of their parameters.
        title: of the problem.
        table: the name of the CSV file, or None where no folder was named.
        caption: how the axes of its figure are called.
    """

    points: tuple[Point, ...]
    title: str
    table: str | None = None
    caption: str = ""

    @property
    def certificate(self) -> bytes:
        """Nothing: each point has its own."""
        return b""

    @property
    def answered(self) -> int:
        """How many points have a certificate."""
        return sum(bool(point.certificate) for point in self.points)

    @property
    def exit_code(self) -> int:
        """The worst of all points."""
        return worst([point.exit_code for point in self.points])

    def to_dict(self) -> dict[str, object]:
        return {"points": [point.to_dict() for point in self.points]}

    def headline(self) -> str:
        title = f"{self.title}: " if self.title else ""
        return f"{title}{self.answered} of {len(self.points)} points have a certificate"

    def rows(self) -> list[tuple[str, str]]:
        return [
            (
                ", ".join(f"{name} = {value}" for name, value in point.parameters.items()),
                point.problem or f"{point.verdict}{_figure(point)}",
            )
            for point in self.points
        ]

    def plot(self) -> Plot | None:
        from oracle.numbers import PiMultiple, parse
        from oracle.pages.drawing import Dots

        drawn, missing = [], []
        for point in self.points:
            if len(point.parameters) != 1:
                return None
            ((name, text),) = point.parameters.items()
            number = parse(text)
            x = number.coefficient if isinstance(number, PiMultiple) else number
            if not isinstance(x, Fraction):
                return None
            y = point.bits if point.bits is not None else point.bound
            if point.verdict == "PROVED" and y is not None:
                drawn.append((x, y))
            else:
                missing.append(x)
        bits = any(point.bits is not None for point in self.points)
        up = "certified bits" if bits else "certified bound"
        return Dots(drawn, name, up, self.title or "certified points", missing)


def _figure(point: Point) -> str:
    if point.bits is not None:
        return f", at least {decimal_text(point.bits, 6, up=False)} bits"
    return "" if point.bound is None else f", bound {point.bound}"


def require_drawing(file: str, size: str) -> None:
    """Refuse a figure before the work begins: a format that is not offered, a size that is none, no matplotlib.

    Raises:
        Usage, Malformed, Undecided: as `drawing` would afterwards.
    """
    from oracle.grids.figure import read_size, require_format

    require_format(file)
    read_size(size)


def drawing(
    found: Sweep,
    file: str,
    *,
    title: str | None = None,
    xlabel: str | None = None,
    ylabel: str | None = None,
    size: str = "6.4x4.8",
    log: str = "",
) -> bytes:
    """The figure of a sweep in the format that the name of a file ends with: certified points, joined by nothing.

    Args:
        found: the sweep.
        file: a name that ends in .pdf, .svg, .eps, .png or .jpg; nothing is written.
        title: instead of what the problem is about.
        xlabel: instead of the parameter's name.
        ylabel: instead of the unit.
        size: WIDTHxHEIGHT in inches.
        log: the logarithmic axes: "", "x", "y" or "xy".

    Raises:
        Usage: another format.
        Malformed: `out-of-range`, another size.
        Undecided: `solver`, matplotlib is not installed.
    """
    from oracle.grids.figure import Style, figure, read_size, require_format
    from oracle.grids.grid_point import Result as Answered

    chosen = require_format(file)
    results = {
        k: Answered(
            point.verdict, point.exit_code, exactly(point.bound) or "",
            "" if point.bits is None else decimal_text(point.bits, 10, up=False),
        )
        for k, point in enumerate(found.points)
    }  # fmt: skip
    style = Style(title, xlabel, ylabel, read_size(size), log)
    return figure([point.parameters for point in found.points], results, chosen, found.caption, style)


def sweep(
    problem: Asks,
    over: Mapping[str, Values],
    folder: str | os.PathLike[str] | None = None,
    *,
    jobs: int | None = None,
    progress: Steps | None = None,
) -> Sweep:
    """Certify a curve: a problem at every point of a grid of its parameters.

    Args:
        problem: as for `certify`, with a table `parameters`.
        over: parameter -> values, exact: a range "LOW:HIGH:N" with both ends, or a list; all combinations are asked.
        folder: where certificates and sweep.csv are kept; a sweep that is there is continued or refined.
        jobs: processes; by default one a core.
        progress: called with what is done and how much there is.

    Returns:
        A point for every choice of parameters; a failure of one is a point with its reason.

    Raises:
        Usage: a parameter that the problem does not have; the folder holds something else.
        Malformed, Limit: the problem or a range is not one.
        Undecided: `unwritable`, `unreadable`.

    Source: contract of the verb `bellcert sweep`.

    >>> import oracle
    >>> problem = {
    ...     "kind": "maximum", "set": "local", "scenario": {"parties": {"A": [2, 2], "B": [2, 2]}},
    ...     "parameters": {"c": "1"},
    ...     "functional": {"A0 B0": "= c", "A0 B1": "1", "A1 B0": "1", "A1 B1": "-1"},
    ... }
    >>> [point.bound for point in oracle.sweep(problem, {"c": ["1", "3"]}, jobs=1).points]
    [Fraction(2, 1), Fraction(4, 1)]
    """
    words = [f"{name}={values if isinstance(values, str) else _listed(name, values)}" for name, values in over.items()]
    data, file, beside = _asked(problem)
    return sweep_of_words(data, file, beside, words, folder, jobs, progress)


def _listed(name: str, values: Sequence[object]) -> str:
    return ",".join(str(plain(value, name)) for value in values)


def _asked(problem: Asks) -> tuple[bytes, str, str]:
    """The bytes of the problem file, what sentences call it, and the folder of files that it names."""
    if isinstance(problem, Problem | Mapping):
        from oracle.api.toml import toml_text

        values = problem.to_dict() if isinstance(problem, Problem) else problem
        return toml_text({key: plain(value, key) for key, value in values.items()}).encode(), "problem", "."
    file = name_of(problem, "problem")
    outside = isinstance(problem, bytes) or file == "-"
    called = "standard input" if file == "-" else file
    return read(problem, MAX_BYTES), called, "." if outside else str(Path(file).parent)


def sweep_of_words(
    data: bytes,
    file: str,
    beside: str,
    over: Sequence[str],
    folder: str | os.PathLike[str] | None,
    jobs: int | None,
    progress: Steps | None,
) -> Sweep:
    """The sweep with ranges as the command line has them, `NAME=LOW:HIGH:N` each."""
    from oracle.ask.parameters import require_names
    from oracle.ask.reader import read_toml
    from oracle.grids.figure import caption
    from oracle.grids.grid import points

    grid = points(over)
    top = read_toml(data, file)
    require_names(top, grid[0])
    titles = str(top.value.get("title", "")), caption(top.value, file)
    if folder is None:
        with TemporaryDirectory(prefix="bellcert-") as place:
            return _swept(Path(place), data, file, beside, grid, jobs, progress, titles, kept=False)
    return _swept(Path(folder), data, file, beside, grid, jobs, progress, titles, kept=True)


def _swept(
    place: Path, data: bytes, file: str, beside: str, grid: Sequence[Mapping[str, str]], jobs: int | None,
    progress: Steps | None, titles: tuple[str, str], kept: bool,
) -> Sweep:  # fmt: skip
    from oracle.grids.folder import Folder
    from oracle.grids.run import sweep as run

    home = Folder(place, data, list(grid))
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(home.points))

    results = run(home, data, file, beside, jobs or os.cpu_count() or 1, step)
    found = []
    for k, point in home.ordered():
        result = results[k]
        path = str(place / home.name(k)) if result.data and kept else None
        found.append(
            Point(
                dict(point), result.verdict, Fraction(result.bound) if result.bound else None,
                Fraction(result.bits) if result.bits else None, result.sha256, result.data, result.problem,
                result.remark, path, result.exit_code,
            )
        )  # fmt: skip
    return Sweep(tuple(found), titles[0], str(place / "sweep.csv") if kept else None, titles[1])


def read_sweep(folder: str | os.PathLike[str]) -> Sweep:
    """The sweep that stands in a folder, its certificates checked again.

    Raises:
        Undecided: `unreadable`, no sweep stands there.
    """
    import csv
    from io import StringIO

    from oracle.grids.folder import COLUMNS
    from proofs.kernel.check import check_bytes
    from proofs.kernel.read import MAX_BYTES

    place = Path(folder)
    try:
        rows = list(csv.DictReader(StringIO(read(place / "sweep.csv", 1 << 26).decode("utf-8"))))
        found = []
        for row in rows:
            data = read(place / Path(row["file"]).name, MAX_BYTES) if row["file"] else b""
            verdict = check_bytes(data) if data else None
            changed = verdict is not None and (verdict.verdict, verdict.sha256) != ("PROVED", row["sha256"])
            parameters = {str(name): str(value) for name, value in row.items() if name not in COLUMNS}
            found.append(
                Point(
                    parameters,
                    "FAILED" if changed else row["verdict"],
                    Fraction(row["bound"]) if row["bound"] and not changed else None,
                    Fraction(row["bits"]) if row["bits"] and not changed else None,
                    row["sha256"],
                    b"" if changed else data,
                    "the certificate is not the one the table names, or is not proved" if changed else row["problem"],
                    row["remark"],
                    str(place / row["file"]) if row["file"] else None,
                )
            )
    except (KeyError, TypeError, ValueError, csv.Error, ZeroDivisionError):
        raise Undecided("unreadable", f"{ascii(str(place))[1:-1]} holds no sweep") from None
    return Sweep(tuple(found), "", str(place / "sweep.csv"))
