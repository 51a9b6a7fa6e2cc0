"""Event files in every layout to one table; what is cut off, hostile or without meaning is refused."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from oracle.ask.reader import read_toml
from oracle.data.chsh_table import read_table
from oracle.events import batches as pieces
from oracle.events.layout import SCHEMA, Layout, read_layout
from oracle.events.tally import Tally, tally
from oracle.failures import CommandFailure, Limit, Malformed, Undecided
from oracle.resources import certificates_dir
from tests.oracle.runner import refused, run

duckdb = pytest.importorskip("duckdb", reason="duckdb is optional and not installed")
h5py = pytest.importorskip("h5py", reason="h5py is optional and not installed")
ROUNDS = 5000
MAPS = certificates_dir() / "examples" / "maps"
Rounds = dict[str, Any]


@pytest.fixture(scope="module")
def rounds() -> Rounds:
    """Inputs and outcomes of rounds, a seeded sample with all cells."""
    source = np.random.default_rng(5)
    return {name: source.integers(0, 2, ROUNDS).astype(np.uint8) for name in "xyab"}


def counted(rounds: Rounds) -> dict[tuple[int, ...], int]:
    return dict(Counter(zip(*(rounds[name].tolist() for name in "xyab"), strict=True)))


def layout(text: str) -> Layout:
    return read_layout(read_toml(text.encode(), "map.toml"))


SCENARIO = "[scenario.parties]\nA = [2, 2]\nB = [2, 2]\n"
PLAIN = SCENARIO + "".join(
    f'[{kind}.{party}]\ncolumn = "{column}"\n'
    for kind, columns in (("inputs", "xy"), ("outcomes", "ab"))
    for party, column in zip("AB", columns, strict=True)
)  # fmt: skip


def csv_of(rounds: Rounds, names: str = "xyab") -> str:
    columns = [rounds[name].tolist() for name in names]
    return ",".join(names) + "\n" + "".join(",".join(map(str, row)) + "\n" for row in zip(*columns, strict=True))


def test_csv_of_our_own_columns_in_any_order(rounds: Rounds, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(csv_of(rounds, "bxay"))
    found = tally([str(path)])
    assert (found.cells, found.parties) == (counted(rounds), {"A": (2, 2), "B": (2, 2)})
    assert found.rounds == found.files[0].rows == ROUNDS
    assert {cell: n for cell, n in read_table(found.csv()).counts.items() if n} == counted(rounds)


def test_several_files_add_up(rounds: Rounds, tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text(csv_of(rounds))
    twice = tally([str(path), str(path)])
    assert twice.cells == {cell: 2 * n for cell, n in counted(rounds).items()}
    assert len(twice.files) == 2


def parquet(rounds: Rounds, path: Path, metadata: dict[str, str] | None = None) -> None:
    columns = dict(rounds)  # noqa: F841 - read by name below
    pairs = ", ".join(f"'{key}': '{value}'" for key, value in (metadata or {}).items())
    more = f", KV_METADATA {{{pairs}}}" if pairs else ""
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM columns) TO '{path}' (FORMAT parquet{more})")


def test_parquet_names_its_scenario(rounds: Rounds, tmp_path: Path) -> None:
    path = tmp_path / "e.parquet"
    parquet(rounds, path)
    assert tally([str(path)]).cells == counted(rounds)
    parquet(rounds, path, {SCHEMA: json.dumps({"parties": {"A": [2, 3], "B": [2, 2]}})})
    found = tally([str(path)])
    assert (found.cells, found.parties["A"]) == (counted(rounds), (2, 3))


def test_arrays_records_and_matrices(rounds: Rounds, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "e.npz", **rounds)
    np.savez(tmp_path / "plain.npz", **rounds)
    fields = np.zeros(ROUNDS, dtype=[(name, "u1") for name in "xyab"])
    for name in "xyab":
        fields[name] = rounds[name]
    np.save(tmp_path / "fields.npy", fields)
    for name in ("e.npz", "plain.npz", "fields.npy"):
        assert tally([str(tmp_path / name)], layout(PLAIN)).cells == counted(rounds), name
    np.save(tmp_path / "matrix.npy", np.stack([rounds[name] for name in "xyab"], axis=1))
    positions = PLAIN
    for k, name in enumerate("xyab"):
        positions = positions.replace(f'column = "{name}"', f"column = {k}")
    assert tally([str(tmp_path / "matrix.npy")], layout(positions)).cells == counted(rounds)


def test_hdf5_and_both_kinds_of_mat(rounds: Rounds, tmp_path: Path) -> None:
    scipy = pytest.importorskip("scipy.io", reason="scipy is optional and not installed")
    with h5py.File(tmp_path / "e.h5", "w") as file:
        for name in "xyab":
            file.create_dataset(name, data=rounds[name], chunks=(100,), compression="gzip")
    scipy.savemat(tmp_path / "e.mat", rounds)
    with h5py.File(tmp_path / "new.mat", "w", userblock_size=512) as file:
        for name in "xyab":
            file.create_dataset(name, data=rounds[name].reshape(1, -1))
    with (tmp_path / "new.mat").open("r+b") as block:
        block.write(b"MATLAB 7.3 MAT-file".ljust(124))
    for name in ("e.h5", "e.mat", "new.mat"):
        assert tally([str(tmp_path / name)], layout(PLAIN)).cells == counted(rounds), name


def test_pieces_are_small_and_lose_nothing(rounds: Rounds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "ROWS", 777)
    np.savez_compressed(tmp_path / "e.npz", **rounds)
    assert tally([str(tmp_path / "e.npz")], layout(PLAIN)).cells == counted(rounds)


def test_the_layout_of_nist(rounds: Rounds, tmp_path: Path) -> None:
    source = np.random.default_rng(6)
    with h5py.File(tmp_path / "nist.hdf5", "w") as file:
        for party, x, a in (("alice", "x", "a"), ("bob", "y", "b")):
            outside = source.integers(0, 16, ROUNDS) | source.integers(0, 2, ROUNDS) << 9
            inside = rounds[a].astype(np.uint16) * (1 << source.integers(4, 9, ROUNDS))
            file.create_dataset(f"{party}/clicks", data=(outside | inside).astype(np.uint16))
            file.create_dataset(f"{party}/settings", data=rounds[x] + 1)
    chosen = layout((MAPS / "nist.toml").read_text())
    assert tally([str(tmp_path / "nist.hdf5")], chosen).cells == counted(rounds)


def curby(rounds: Rounds) -> bytes:
    records = np.zeros(ROUNDS, dtype=[("SA", "u1"), ("SB", "u1"), ("OA", "<u8"), ("OB", "<u8")])
    records["SA"], records["SB"] = rounds["x"] + 1, rounds["y"] + 1
    slots = np.random.default_rng(7).integers(0, 64, (2, ROUNDS)).astype(np.uint64)
    records["OA"] = rounds["a"].astype(np.uint64) << slots[0]
    records["OB"] = rounds["b"].astype(np.uint64) << slots[1]
    return zlib.compress(records.tobytes())


def test_the_layout_of_curby(rounds: Rounds, tmp_path: Path) -> None:
    path = tmp_path / "round.bin"
    path.write_bytes(curby(rounds))
    chosen = layout((MAPS / "curby.toml").read_text())
    assert tally([str(path)], chosen).cells == counted(rounds)
    path.write_bytes(curby(rounds)[:-20])
    with pytest.raises(Malformed, match="cut off"):
        tally([str(path)], chosen)


def test_the_layout_of_delft(rounds: Rounds, tmp_path: Path) -> None:
    path = tmp_path / "delft.txt"
    lines = []
    for k, (x, y, a, b) in enumerate(zip(*(rounds[name].tolist() for name in "xyab"), strict=True)):
        photons = (10700 + k % 3000 if a else 0, 20000 if not b else 11000)
        lines.append(f"{5426000 + k % 50000},{x},{y},{photons[0]},{photons[1]}\n")
        lines.append(f"{5500000},{1 - x},{y},0,0\n")  # outside of the windows
    path.write_text("".join(lines))
    assert tally([str(path)], layout((MAPS / "delft.toml").read_text())).cells == counted(rounds)


def test_values_of_words_and_counted_rows(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("basis;other;s;t;times\nZ;1;+;-1;5\nX;2;-;1;7\nZ;1;+;-1;1\n")
    chosen = layout(
        'delimiter = ";"\ncount = "times"\n' + SCENARIO + '[inputs.A]\ncolumn = "basis"\nvalues = { Z = 0, X = 1 }\n'
        '[inputs.B]\ncolumn = "other"\nvalues = { "1" = 0, "2" = 1 }\n[outcomes.A]\ncolumn = "s"\n'
        'values = { "+" = 0, "-" = 1 }\n[outcomes.B]\ncolumn = "t"\nvalues = { "1" = 0, "-1" = 1 }\n'
    )
    assert tally([str(path)], chosen).cells == {(0, 0, 0, 1): 6, (1, 1, 1, 0): 7}


def test_three_parties_three_inputs_three_outcomes(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("x1,x2,x3,a1,a2,a3\n0,1,2,0,2,1\n0,1,2,0,2,1\n1,0,0,1,1,1\n")
    found = tally([str(path)])
    assert found.parties == {"A": (2, 2), "B": (3, 3), "C": (2, 2, 2)}
    assert found.cells == {(0, 1, 2, 0, 2, 1): 2, (1, 0, 0, 1, 1, 1): 1}
    assert len(found.csv().splitlines()) == 1 + 4 * 6 * 6


def test_coincidences_and_correlators(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y,N00,N01,N10,N11\n0,0,3,1,0,2\n1,1,0,4,5,0\n")
    found = tally([str(path)])
    assert (found.cells[0, 0, 0, 1], found.cells[1, 1, 1, 0], found.marginals) == (1, 5, True)
    path.write_text("x,y,E,N\n0,0,1/2,8\n")
    found = tally([str(path)])
    assert (found.rounds, found.marginals) == (8, False)
    for wrong, says in (("0,0,1/3,8", "nearest"), ("0,0,3/2,8", "outside"), ("0,0,1,-8", "no number of rounds")):
        path.write_text(f"x,y,E,N\n{wrong}\n")
        with pytest.raises(Malformed, match=says):
            tally([str(path)])


def test_three_commands_from_events_to_a_certificate(rounds: Rounds, tmp_path: Path) -> None:
    events, table, out = tmp_path / "e.csv", tmp_path / "t.csv", tmp_path / "c.cert.json"
    events.write_text(csv_of(rounds))
    assert run("tally", str(events), "-o", str(table)).exit_code == 0
    source = json.loads(Path(f"{table}.source.json").read_text())
    assert source["rounds"] == str(ROUNDS)
    assert len(source["files"][0]["sha256"]) == 64
    assert run("counts", str(table), "--confidence", "0.99", "-o", str(out)).exit_code == 0
    assert run("check", str(out)).exit_code == 0
    assert run("tally", str(events), "-o", str(table)).exit_code == 0
    assert "this command reads" in refused(2, "tally", str(events), "-o", str(events), "--force")


# files that are wrong


def csv_fault(tmp_path: Path, text: str, mapping: str | None = None) -> str:
    path = tmp_path / "e.csv"
    path.write_bytes(text.encode())
    with pytest.raises(CommandFailure) as error:
        tally([str(path)], None if mapping is None else layout(mapping))
    assert error.value.exit_code in (3, 4, 5)
    return error.value.sentence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "first line is empty"),
        ("x,y,a,b", "first line is empty or longer"),
        ("x,y,a\n0,0,0\n", "the columns x, y, a, b"),
        ("x,x,y,a,b\n0,0,0,0,0\n", "two columns have one name"),
        ("x,y,a,b\n0,0,0,0\n0,1,1\n", "line 3"),
        ("x,y,a,b\n0,0,0,0\n0,one,1,1\n", "line 3"),
        ("x,y,a,b\n0,0,0,0\n0,0.5,1,1\n", "'0.5' in the column 'y'"),
        ("x,y,a,b,count\n0,0,0,0,2.5\n", "without a number of rounds"),
        ("x,y,a,b,count\n0,0,0,0,\n0,0,0,0,2\n", "without a number of rounds"),
        ("x,y,a,b\n0,0,0,0\n0,-1,1,1\n", "'-1' in the column 'y'"),
        ("x,y,a,b\n0,0,0,0\n0,,1,1\n", "nothing in the column 'y'"),
        ("x,y,a,b\n0,0,99,0\n", "'99' in the column 'a'"),
        ("x,y,a,b,count\n0,0,0,0,-3\n", "without a number of rounds"),
        ("x,y,a,b\n", "no row of the files counts"),
        ("x,y,a,b\n0,0,0,0\n" + "1" * 5000 + ",0,0,0\n", "e.csv"),
    ],
)
def test_csv_that_is_wrong(text: str, says: str, tmp_path: Path) -> None:
    assert says in csv_fault(tmp_path, text)


def test_a_field_without_a_value_is_an_outcome_where_a_map_says_so(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("x,y,a,b\n0,0,H,0\n0,0,,0\n0,0,V,0\n0,0,,1\n")
    mapping = PLAIN.replace('column = "a"', 'column = "a"\nvalues = { H = 0, V = 1, "" = 1 }')
    cells = tally([str(path)], layout(mapping)).cells
    assert cells == {(0, 0, 0, 0): 1, (0, 0, 1, 0): 2, (0, 0, 1, 1): 1}
    assert '"" = N' in csv_fault(tmp_path, "x,y,a,b\n0,0,,0\n", PLAIN)


def test_tabs_separate_the_fields_of_a_file_called_tsv(tmp_path: Path) -> None:
    path = tmp_path / "e.tsv"
    path.write_text("x\ty\ta\tb\n0\t1\t0\t1\n")
    assert tally([str(path)]).cells == {(0, 1, 0, 1): 1}
    path.write_text("x;y;a;b\n0;1;0;1\n")
    assert tally([str(path)], layout('delimiter = ";"\n' + PLAIN)).cells == {(0, 1, 0, 1): 1}


def test_a_value_that_the_map_does_not_name(tmp_path: Path) -> None:
    mapping = PLAIN.replace('column = "x"', 'column = "x"\nvalues = { "1" = 0, "2" = 1 }')
    assert "'3' in the column 'x'" in csv_fault(tmp_path, "x,y,a,b\n1,0,0,0\n3,0,0,0\n", mapping)
    assert "has no outcome" in csv_fault(tmp_path, "x,y,a,b\n1,0,0,2\n", PLAIN.replace("B = [2, 2]", "B = [2, 3]"))
    assert "no column is called 'y'" in csv_fault(tmp_path, "x,z,a,b\n1,0,0,2\n", PLAIN)


def test_binary_files_that_are_cut_off_or_something_else(rounds: Rounds, tmp_path: Path) -> None:
    parquet(rounds, tmp_path / "e.parquet")
    np.savez(tmp_path / "e.npz", **rounds)
    np.save(tmp_path / "e.npy", np.zeros(ROUNDS, dtype=[(name, "u1") for name in "xyab"]))
    with h5py.File(tmp_path / "e.h5", "w") as file:
        for name in "xyab":
            file.create_dataset(name, data=rounds[name])
    for name in ("e.parquet", "e.npz", "e.npy", "e.h5"):
        path = tmp_path / name
        whole = path.read_bytes()
        for data in (whole[: len(whole) // 2], whole[:10], b"", b"something else" * 100):
            path.write_bytes(data)
            with pytest.raises(Malformed) as error:
                tally([str(path)], layout(PLAIN))
            assert name in error.value.sentence


class Bomb:
    """An object whose unpickling would run code."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("a pickle was read",))


def test_no_pickle_is_read(tmp_path: Path) -> None:
    np.save(tmp_path / "e.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(tmp_path / "e.npz", "w") as archive:
        for name in "xyab":
            archive.writestr(f"{name}.npy", (tmp_path / "e.npy").read_bytes())
    (tmp_path / "raw.npy").write_bytes(pickle.dumps(Bomb()))
    for name in ("e.npy", "e.npz", "raw.npy"):
        with pytest.raises(Malformed):
            tally([str(tmp_path / name)], layout(PLAIN))


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (1 << 40,)})
    with zipfile.ZipFile(tmp_path / "e.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in "xyab":
            archive.writestr(f"{name}.npy", header.getvalue() + b"\0" * 1000)
    with pytest.raises(Malformed, match="cut off"):
        tally([str(tmp_path / "e.npz")], layout(PLAIN))
    with h5py.File(tmp_path / "e.h5", "w") as file:
        for name in "xyab":
            file.create_dataset(name, shape=(1 << 33,), chunks=(1 << 30,), dtype="u1", compression="gzip")
    with pytest.raises(Limit, match="pieces of more than"):
        tally([str(tmp_path / "e.h5")], layout(PLAIN))


def test_too_many_rows(rounds: Rounds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oracle.events.tally.MOST_ROWS", ROUNDS - 1)
    parquet(rounds, tmp_path / "e.parquet")
    with pytest.raises(Limit, match="rows are more than"):
        tally([str(tmp_path / "e.parquet")])
    (tmp_path / "e.csv").write_text(csv_of(rounds))
    with pytest.raises(Limit, match="more than"):
        tally([str(tmp_path / "e.csv")])


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(Undecided, match="no file"):
        tally([str(tmp_path / "none.csv")])
    with pytest.raises(Malformed, match="none of the endings"):
        tally([str(tmp_path / "none.xyz")])
    (tmp_path / "e.npz").write_bytes(b"")
    with pytest.raises(Malformed, match="needs --map"):
        tally([str(tmp_path / "e.npz")])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('column = "x"', "column = true", "position from 0"),
        ('column = "x"', 'column = "x"\nvalues = { "1" = 2 }', "from 0 to 1"),
        ('column = "a"', 'column = "a"\nmask = "0x0"', r"below 2\^64"),
        ('column = "a"', 'column = "a"\nslots = [64]', "bits from 0 to 63"),
        ('column = "a"', 'column = "a"\nmask = 1\nvalues = { "1" = 0 }', "exactly one"),
        ('column = "a"', 'column = "a"\nranges = [[0, 5, 0], [5, 6, 1]]', "in common"),
        ('column = "a"', 'column = "a"\nranges = [[6, 5, 0]]', "is empty"),
        ('column = "a"', 'column = "a"\nother = 0', "only ranges"),
        ("A = [2, 2]", "A = [1, 2]", "2 to 16"),
        ("[scenario", 'format = "raw"\n[scenario', "needs the fields"),
        ("[scenario", 'delimiter = ";;"\n[scenario', "one character"),
        ("[scenario", 'headers = 1\n[scenario', "not known here"),
        ("[inputs.A]", "[inputs.C]", "not known here"),
    ],
)  # fmt: skip
def test_maps_that_are_wrong(old: str, new: str, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        layout(PLAIN.replace(old, new, 1))


def test_a_table_of_no_rounds_is_none() -> None:
    found = Tally({"A": (2,)}, {(0, 1): 3}, ())
    assert found.csv() == b"x1,a1,count\n0,0,0\n0,1,3\n"
