"""Event files that are read in pieces: arrays of numpy, HDF5, MAT and records; every piece is a few columns of numbers.

No file is believed about its size: headers are looked at before anything is read, and a piece has at most `ROWS` rows.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np

from oracle.events.layout import Layout
from oracle.failures import Limit, Malformed, Undecided

ROWS = 1 << 20
MOST_BYTES = 1 << 28
"""Bytes of one piece, and of a variable that has to be read whole."""

Batch = Mapping[str, Any]


def needed(layout: Layout) -> list[str]:
    """The columns that a layout reads, each once."""
    selected = [layout.select.source.column] if layout.select is not None else []
    counted = [layout.count] if layout.count else []
    return list(dict.fromkeys([source.column for source in layout.sources] + selected + counted))


def optional(module: str) -> Any:
    """A library of the extra `events`.

    Raises:
        Undecided: `solver`, it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise Undecided("solver", f"this file needs {name}: pip install 'bellcert[events]'") from None


def batches(path: Path, form: str, layout: Layout) -> Iterator[Batch]:
    """Pieces of a file, columns by name.

    Raises:
        Malformed: `wrong-value`, the bytes are not of the format, or lack a column. Limit: `size`.
    """
    readers = {"npy": _npy, "npz": _npz, "hdf5": _hdf5, "mat": _mat, "raw": _raw}
    try:
        yield from readers[form](path, layout)
    except (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        raise Malformed(
            "wrong-value", f"{path.name}: the file is cut off or not of the format {form}: {_says(error)}"
        ) from None


def _says(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


def _numbers(array: Any, name: str, file: str) -> Any:
    """The array, if it has integers, floating numbers or truth values in one dimension."""
    if array.ndim != 1 or array.dtype.kind not in "iufbU":
        raise Malformed("wrong-value", f"{file}: {name!a} is no column of numbers")
    return array.astype(np.uint8) if array.dtype.kind == "b" else array


def _sliced(columns: Mapping[str, Any], file: str) -> Iterator[Batch]:
    """Pieces of columns that can be sliced."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) != 1:
        raise Malformed("wrong-value", f"{file}: the columns have different lengths: {lengths}")
    total = next(iter(lengths.values()))
    for start in range(0, total, ROWS):
        yield {name: np.ascontiguousarray(column[start : start + ROWS]) for name, column in columns.items()}


def _npy(path: Path, layout: Layout) -> Iterator[Batch]:
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    yield from _sliced(_split(array, needed(layout), path.name), path.name)


def _split(array: Any, names: Sequence[str], file: str) -> dict[str, Any]:
    """Columns of a structured array by name, or of a matrix by position."""
    if array.dtype.names:
        missing = [name for name in names if name not in array.dtype.names]
        if missing:
            raise Malformed(
                "csv-header", f"{file}: no field is called {missing[0]!a}; there are {', '.join(array.dtype.names)}"
            )
        return {name: _numbers(array[name], name, file) for name in names}
    if array.ndim != 2 or not all(name.isdecimal() and int(name) < array.shape[1] for name in names):
        raise Malformed(
            "csv-header",
            f"{file}: an array of shape {array.shape} has no columns {', '.join(names)}; a map gives positions",
        )
    return {name: _numbers(array[:, int(name)], name, file) for name in names}


def _npz(path: Path, layout: Layout) -> Iterator[Batch]:
    names = needed(layout)
    with zipfile.ZipFile(path) as archive:
        members = archive.namelist()
        missing = [name for name in names if f"{name}.npy" not in members]
        if missing:
            found = ", ".join(name.removesuffix(".npy") for name in members[:8])
            raise Malformed("csv-header", f"{path.name}: no array is called {missing[0]!a}; there are {found}")
        streams = {name: archive.open(f"{name}.npy") for name in names}
        headers = {name: _header(stream, name, path.name) for name, stream in streams.items()}
        if len({rows for rows, _ in headers.values()}) != 1:
            raise Malformed("wrong-value", f"{path.name}: the arrays have different lengths")
        left = headers[names[0]][0]
        while left:
            rows = min(ROWS, left)
            left -= rows
            yield {name: _records(streams[name], headers[name][1], rows) for name in names}


def _header(stream: IO[bytes], name: str, file: str) -> tuple[int, Any]:
    """Length and type of an array in a stream of the format npy."""
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(stream)
    if dtype.hasobject or len(shape) != 1 or dtype.kind not in "iufb":
        raise Malformed("wrong-value", f"{file}: {name!a} is no column of numbers")
    return shape[0], dtype


def _records(stream: IO[bytes], dtype: Any, rows: int) -> Any:
    data = stream.read(rows * dtype.itemsize)
    if len(data) != rows * dtype.itemsize:
        raise EOFError("an array ends before its length")
    return np.frombuffer(data, dtype)


def _hdf5(path: Path, layout: Layout) -> Iterator[Batch]:
    h5py = optional("h5py")
    with h5py.File(path, "r") as file:
        columns = {}
        for name in needed(layout):
            found = file.get(name)
            if not isinstance(found, h5py.Dataset):
                raise Malformed("csv-header", f"{path.name}: no data set is called {name!a}")
            if found.chunks and prod(found.chunks) * found.dtype.itemsize > MOST_BYTES:
                raise Limit("size", f"{path.name}: {name!a} is stored in pieces of more than {MOST_BYTES} bytes")
            if found.ndim != 1 or found.dtype.kind not in "iufb":
                raise Malformed("wrong-value", f"{path.name}: {name!a} is no column of numbers")
            columns[name] = found
        yield from _sliced(columns, path.name)


def _mat(path: Path, layout: Layout) -> Iterator[Batch]:
    with path.open("rb") as file:
        modern = b"MATLAB 7.3" in file.read(128)
    if modern:
        yield from _mat_hdf5(path, layout)
        return
    io = optional("scipy.io")
    names = needed(layout)
    listed = {name: (shape, kind) for name, shape, kind in io.whosmat(path)}
    for name in names:
        if name not in listed:
            raise Malformed("csv-header", f"{path.name}: no variable is called {name!a}; there are {', '.join(listed)}")
        if 8 * prod(listed[name][0]) > MOST_BYTES:
            raise Limit(
                "size", f"{path.name}: {name!a} has {prod(listed[name][0])} numbers; use version 7.3 of the format"
            )
    found = io.loadmat(path, variable_names=names, squeeze_me=True)
    yield from _sliced({name: _numbers(np.atleast_1d(found[name]), name, path.name) for name in names}, path.name)


class _Row:
    """A data set of one row or column, as version 7.3 stores vectors."""

    def __init__(self, found: Any) -> None:
        self.found = found
        self.along = int(found.shape[0] == 1)

    def __len__(self) -> int:
        return int(self.found.shape[self.along])

    def __getitem__(self, part: slice) -> Any:
        return self.found[0, part] if self.along else self.found[part, 0]


def _mat_hdf5(path: Path, layout: Layout) -> Iterator[Batch]:
    h5py = optional("h5py")
    with h5py.File(path, "r") as file:
        columns = {}
        for name in needed(layout):
            found = file.get(name)
            if not isinstance(found, h5py.Dataset) or found.ndim != 2 or 1 not in found.shape:
                raise Malformed("csv-header", f"{path.name}: no vector is called {name!a}")
            columns[name] = _Row(found)
        yield from _sliced(columns, path.name)


def _raw(path: Path, layout: Layout) -> Iterator[Batch]:
    """Records of fixed fields, little-endian, without gaps; compressed as one zlib stream if the layout says so."""
    dtype = np.dtype([(name, f"<{kind}") for name, kind in layout.fields])
    missing = [name for name in needed(layout) if name not in (dtype.names or ())]
    if missing:
        raise Malformed("csv-header", f"{path.name}: no field is called {missing[0]!a}")
    left = b""
    for piece in _inflated(path) if layout.compression else _plain(path):
        data = left + piece
        whole = len(data) - len(data) % dtype.itemsize
        left = data[whole:]
        if whole:
            array = np.frombuffer(data[:whole], dtype)
            yield {name: np.ascontiguousarray(array[name]) for name in needed(layout)}
    if left:
        raise EOFError(f"the last record has {len(left)} of {dtype.itemsize} bytes")


def _plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 22):
            yield piece


def _inflated(path: Path) -> Iterator[bytes]:
    stream = zlib.decompressobj()
    for piece in _plain(path):
        rest = piece
        while rest:
            yield stream.decompress(rest, 1 << 22)
            rest = stream.unconsumed_tail
    if not stream.eof:
        raise EOFError("the compressed stream is cut off")
