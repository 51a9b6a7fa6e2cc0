"""A sweep on disk: one certificate a point, a CSV file of all, and which problem it is about."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from io import StringIO
from pathlib import Path

from oracle.ask.answer import VERDICTS
from oracle.failures import Undecided, Usage
from oracle.grids.grid import Point
from oracle.grids.grid_point import Result
from oracle.numbers import PiMultiple, parse
from proofs.kernel.check import check_bytes
from proofs.search.language.write import write_file

COLUMNS = ("verdict", "bound", "bits", "sha256", "file", "problem", "remark")


class Folder:
    """The folder of a sweep; everything in it is written whole or not at all.

    A folder may be refined: points of another grid over the same parameters join those that are there.

    Args:
        path: made if it is not there.
        problem: bytes of the problem file.
        points: of the grid.

    Attributes:
        points: those that are there already, then the new ones of the grid.

    Raises:
        Usage: the folder holds the sweep of another problem, or over other parameters.
        Undecided: `unwritable`.
    """

    def __init__(self, path: Path, problem: bytes, points: Sequence[Point]) -> None:
        self.path = path
        self.points: list[Point] = list(points)
        digest = sha256(problem).hexdigest()
        try:
            path.mkdir(parents=True, exist_ok=True)
            manifest = path / "sweep.json"
            if manifest.exists():
                there = json.loads(manifest.read_text(encoding="utf-8"))
                if there.get("problem") != digest or any(set(point) != set(points[0]) for point in there["points"]):
                    raise Usage(
                        "unknown-name",
                        f"{path} holds the sweep of another problem or of other parameters; name another",
                    )
                self.points = [*there["points"], *(point for point in points if point not in there["points"])]
            elif any(path.iterdir()):
                raise Usage("unknown-name", f"{path} is not empty and holds no sweep; name another folder")
            written = {"format": "bellcert-sweep/1", "problem": digest, "points": [dict(p) for p in self.points]}
            write_file(manifest, (json.dumps(written, indent=1) + "\n").encode())
        except FileExistsError:
            raise Undecided("unwritable", f"{path} is a file; a sweep is written into a folder") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Undecided("unwritable", f"{path} cannot be used: {error}") from None

    def name(self, index: int) -> str:
        """File name of a point's certificate."""
        return f"point-{index:04d}.cert.json"

    def earlier(self) -> dict[int, Result]:
        """Points of an earlier run whose certificate is there, unchanged, and proved by the kernel again."""
        try:
            rows = list(csv.DictReader(StringIO((self.path / "sweep.csv").read_text(encoding="utf-8"))))
        except (OSError, ValueError, csv.Error):
            return {}
        found = {}
        known = {tuple(row.get(name) for name in self.points[0]): row for row in rows}
        for index, point in enumerate(self.points):
            row = known.get(tuple(point[name] for name in self.points[0]), {})
            try:
                data = (self.path / self.name(index)).read_bytes()
            except OSError:
                continue
            verdict = row.get("verdict", "")
            if verdict not in VERDICTS or sha256(data).hexdigest() != row.get("sha256"):
                continue
            if check_bytes(data).verdict == "PROVED":
                bound, bits, digest, remark = (row.get(name) or "" for name in ("bound", "bits", "sha256", "remark"))
                found[index] = Result(verdict, VERDICTS[verdict], bound, bits, digest, data, "", remark)
        return found

    def write(self, index: int, result: Result) -> None:
        """The certificate of a point."""
        if result.data:
            write_file(self.path / self.name(index), result.data)

    def write_table(self, results: dict[int, Result]) -> Path:
        """The CSV file, a row for every point of the grid; those that are not done yet have no verdict."""
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*self.points[0], *COLUMNS])
        for index, point in self.ordered():
            figures = self._figures(index, results[index]) if index in results else [""] * len(COLUMNS)
            writer.writerow([*point.values(), *figures])
        path = self.path / "sweep.csv"
        write_file(path, out.getvalue().encode())
        return path

    def ordered(self) -> list[tuple[int, Point]]:
        """The points with their indices, by the values of their parameters."""
        return sorted(enumerate(self.points), key=lambda item: [_place(value) for value in item[1].values()])

    def _figures(self, index: int, found: Result) -> list[str]:
        file = self.name(index) if found.data else ""
        return [found.verdict, found.bound, found.bits, found.sha256, file, found.problem, found.remark]


def _place(value: str) -> tuple[int, Fraction, str]:
    """Where a value stands among others: rationals by size, then multiples of pi by size, then the rest."""
    number = parse(value)
    if isinstance(number, Fraction):
        return 0, number, ""
    return (1, number.coefficient, value) if isinstance(number, PiMultiple) else (2, Fraction(0), value)
