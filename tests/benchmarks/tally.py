"""How fast event files are counted: rows a second of the tally beside those of duckdb's own aggregation, and memory.

    python -m tests.benchmarks.tally [ROWS]

Files are made in a temporary folder: Parquet and CSV with the columns x, y, a, b. Times are CPU seconds of processes of
their own, memory is their largest resident set. Scaled to 1.3e9 rows of Parquet and 2e8 of CSV: what the
rates give on the cores there are.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

LARGE = {"parquet": 1_300_000_000, "csv": 200_000_000}
ALONE = """
import sys, duckdb
connection = duckdb.connect(config={{"memory_limit": "700MB", "preserve_insertion_order": "false"}})
connection.execute("SELECT x, y, a, b, count(*) FROM {relation} GROUP BY ALL").fetchall()
"""


def make(folder: Path, rows: int) -> dict[str, Path]:
    """The two files."""
    duckdb = import_module("duckdb")
    files = {form: folder / f"events.{form}" for form in LARGE}
    source = (
        "SELECT (r % 2)::UTINYINT x, (r // 2 % 2)::UTINYINT y, (r // 4 % 2)::UTINYINT a, (r // 8 % 2)::UTINYINT b FROM "
        f"(SELECT hash(i) r FROM range({rows}) t(i))"
    )
    connection = duckdb.connect()
    connection.execute(f"COPY ({source}) TO '{files['parquet']}' (FORMAT parquet)")
    connection.execute(f"COPY ({source}) TO '{files['csv']}' (HEADER)")
    connection.close()
    return files


def cost(words: list[str]) -> tuple[float, float, float]:
    """CPU seconds, seconds, and the largest resident set in MB of a process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - began, after.ru_maxrss / 1024


def main(rows: int = 20_000_000) -> None:
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="bellcert-") as name:
        folder = Path(name)
        files = make(folder, rows)
        (folder / "small").mkdir()
        small = make(folder / "small", 1000)
        for form, path in files.items():
            table = str(folder / "table.csv")
            tally = [sys.executable, "-m", "oracle", "tally"]
            start, _, _ = cost([*tally, str(small[form]), "-o", table, "--force"])
            used, seconds, memory = cost([*tally, str(path), "-o", table, "--force"])
            alone, _, _ = cost([sys.executable, "-c", ALONE.format(relation=f"'{path}'")])
            rate = rows / max(used - start, 1e-9)
            print(
                f"{form}: {rows} rows, {used:.2f} CPU s ({start:.2f} start-up), {seconds:.2f} s, {memory:.0f} MB; "
                f"{rate / 1e6:.1f} million rows a CPU second; duckdb alone {alone:.2f} CPU s, ratio {used / alone:.2f}"
            )
            whole = LARGE[form] / rate
            print(f"  {LARGE[form]:.1e} rows: {whole:.0f} CPU s, {whole / cores:.0f} s on {cores} cores (aim 60 s)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
