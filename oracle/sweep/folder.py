"""A sweep on disk: one certificate a point, a CSV file of all, and which problem it is about."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from hashlib import sha256
from io import StringIO
from pathlib import Path

from oracle.ask.answer import VERDICTS
from oracle.problems import Undecided, Usage
from oracle.sweep.grid import Point
from oracle.sweep.point import Result
from proofs.search.language.write import write_file

COLUMNS = ("verdict", "bound", "bits", "sha256", "file", "problem")


class Folder:
    """The folder of a sweep; everything in it is written whole or not at all.

    Args:
        path: made if it is not there.
        problem: bytes of the problem file.
        points: of the grid.

    Raises:
        Usage: the folder holds the sweep of another problem or grid.
        Undecided: `unwritable`.
    """

    def __init__(self, path: Path, problem: bytes, points: Sequence[Point]) -> None:
        self.path = path
        self.points = points
        wanted = {"format": "bellcert-sweep/1", "problem": sha256(problem).hexdigest(), "points": list(points)}
        try:
            path.mkdir(parents=True, exist_ok=True)
            manifest = path / "sweep.json"
            if manifest.exists():
                if json.loads(manifest.read_text(encoding="utf-8")) != wanted:
                    raise Usage(
                        "unknown-name", f"{path} holds the sweep of another problem or grid; name another folder"
                    )
            elif any(path.iterdir()):
                raise Usage("unknown-name", f"{path} is not empty and holds no sweep; name another folder")
            else:
                write_file(manifest, (json.dumps(wanted, indent=1) + "\n").encode())
        except (OSError, ValueError) as error:
            raise Undecided("unwritable", f"{path} cannot be used: {error}") from None

    def name(self, index: int) -> str:
        """File name of a point's certificate."""
        return f"point-{index:04d}.cert.json"

    def earlier(self) -> dict[int, Result]:
        """Points of an earlier run whose certificate is there, unchanged, and proved by the kernel again."""
        from proofs.kernel.check import check_bytes

        try:
            rows = list(csv.DictReader(StringIO((self.path / "sweep.csv").read_text(encoding="utf-8"))))
        except (OSError, ValueError, csv.Error):
            return {}
        found = {}
        for index, (row, point) in enumerate(zip(rows, self.points, strict=False)):
            try:
                data = (self.path / self.name(index)).read_bytes()
            except OSError:
                continue
            verdict = row.get("verdict", "")
            same = all(row.get(name) == value for name, value in point.items())
            if not same or verdict not in VERDICTS or sha256(data).hexdigest() != row.get("sha256"):
                continue
            if check_bytes(data).verdict == "PROVED":
                bound, bits, digest, problem = (row[name] or "" for name in ("bound", "bits", "sha256", "problem"))
                found[index] = Result(verdict, VERDICTS[verdict], bound, bits, digest, data, problem)
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
        for index, point in enumerate(self.points):
            figures = self._figures(index, results[index]) if index in results else [""] * len(COLUMNS)
            writer.writerow([*point.values(), *figures])
        path = self.path / "sweep.csv"
        write_file(path, out.getvalue().encode())
        return path

    def _figures(self, index: int, found: Result) -> list[str]:
        file = self.name(index) if found.data else ""
        return [found.verdict, found.bound, found.bits, found.sha256, file, found.problem]
