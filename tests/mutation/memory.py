"""What earlier runs said, and how much of it still holds when the tests or other modules have changed."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.mutation.judge import TESTS, vector_of
from tests.policy.sizes import KERNEL
from tests.policy.text import ROOT

Files = dict[str, str]  # path from the root: sha256

VECTORS = "certificates/vectors"


def hashes(root: Path = ROOT) -> Files:
    """Return what the kernel is judged by, with hashes: exact tests, the modules they share, and the vectors."""
    folder = root / TESTS
    paths = [*folder.rglob("*.py"), *folder.parent.glob("*.py"), root / "tests" / "conftest.py"]
    found = {path.relative_to(root).as_posix(): _sha256(path.read_bytes()) for path in paths}
    for index in (root / VECTORS).glob("*/index.toml"):
        # what a vector must be answered stands in the index and in the text beside it
        for path in sorted(index.parent.glob("*valid/*.json")):
            text = path.with_suffix(".txt")
            answer = text.read_bytes() if text.exists() else _entry(index.read_text("utf-8"), path)
            found[path.relative_to(root).as_posix()] = _sha256(path.read_bytes() + b"\0" + answer)
    return found


def _entry(index: str, path: Path) -> bytes:
    """Return the lines of a vector in its index."""
    name = f'file = "{path.parent.name}/{path.name}"'
    return next((part for part in index.split("[[") if name in part), "").encode()


def modules() -> Files:
    """Return the modules of the kernel with their hashes, named as mutants name them."""
    return {path.relative_to(KERNEL).as_posix(): _sha256(path.read_bytes()) for path in KERNEL.rglob("*.py")}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def changed(old: Files, new: Files, root: Path = ROOT) -> frozenset[str]:
    """Return the files whose tests may say something else than they did: all when a shared module has changed.

    A file that names a changed one may take its documents from there, so it counts as changed too; a vector is a file
    by itself.
    """
    found = edited(old, new)
    tests = {name for name in new if not name.startswith(VECTORS)}
    if any(not Path(name).name.startswith("test_") for name in found if not name.startswith(VECTORS)):
        return frozenset(new)
    texts = {name: (root / name).read_text(encoding="utf-8") for name in tests}
    while True:
        more = {
            name
            for name, text in texts.items()
            if name not in found and any(Path(known).stem in text for known in found if not known.startswith(VECTORS))
        }
        if not more:
            return frozenset(found)
        found |= more


def edited(old: Files, new: Files) -> set[str]:
    """Return the files that are not what they were, new ones and those that are gone among them."""
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def file_of(test: str) -> str:
    """Return the file that a test stands in, which for a vector is the vector.

    >>> file_of("tests/proofs/kernel/cases/test_read.py::test_a[x]")
    'tests/proofs/kernel/cases/test_read.py'
    """
    vector = vector_of(test)
    return f"{VECTORS}/{vector}" if vector else test.partition("::")[0]


class Memory:
    """The journals of all kernels: a line a verdict, with the module and the state of the tests it was given with."""

    def __init__(self, folder: Path, kernel: str, sources: Mapping[str, str]) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.journal = folder / f"{kernel[:16]}.jsonl"
        self.sources = sources
        self.files = hashes()
        self.state = _sha256(json.dumps(self.files, sort_keys=True).encode())[:16]
        self._state_path(self.state).write_text(json.dumps(self.files), encoding="utf-8")

    def _state_path(self, state: str) -> Path:
        return self.folder / f"tests-{state}.json"

    def _state(self, state: str) -> Files:
        path = self._state_path(state)
        files: Files = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return files

    def _journals(self) -> list[Path]:
        """All journals, the one of this kernel last."""
        others = sorted(self.folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
        return [*(path for path in others if path != self.journal), self.journal]

    def verdicts(self) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
        """Return the last verdict by mutant's key, and for survivors the files of tests that have to run again.

        A kill holds while the mutant's module and the test that killed it are what they were, under whatever kernel
        it was given; that a change of another module could let the mutant survive is what ``--fresh`` is for. A
        survivor is one of this kernel only.
        """
        verdicts: dict[str, str] = {}
        again: dict[str, frozenset[str]] = {}
        states: dict[str, tuple[frozenset[str], set[str]]] = {}
        for path in self._journals():
            for entry in _entries([path]):
                state = entry["tests"]
                if state not in states:
                    old = self._state(state)
                    states[state] = changed(old, self.files), edited(old, self.files)
                key = entry["key"]
                verdicts.pop(key, None)
                again.pop(key, None)
                if entry["verdict"] != "survived":
                    same = entry.get("source") == self.sources.get(entry.get("module", ""), "")
                    if same and (not entry["test"] or file_of(entry["test"]) not in states[state][1]):
                        verdicts[key], again[key] = entry["verdict"], frozenset()
                elif path == self.journal:
                    verdicts[key], again[key] = "survived", states[state][0]
        return verdicts, again

    def killers(self) -> dict[str, str]:
        """Return for each mutant the test that last killed it, whatever the kernel was; only an order to try."""
        return {entry["key"]: entry["test"] for entry in _entries(self._journals()) if entry["test"]}

    def write(self, key: str, module: str, verdict: str, test: str) -> None:
        """Add a line."""
        source = self.sources.get(module, "")
        entry = {"key": key, "module": module, "source": source, "verdict": verdict, "tests": self.state, "test": test}
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def forget(self) -> None:
        """Remove all verdicts; the order to try is lost too."""
        for path in self._journals():
            path.unlink(missing_ok=True)


def _entries(journals: Iterable[Path]) -> Iterator[dict[str, str]]:
    for path in journals:
        if path.exists():
            yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())
