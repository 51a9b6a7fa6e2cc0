"""What earlier runs said, and how much of it still holds when the tests have changed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from tests.mutation.judge import TESTS
from tests.policy.text import ROOT

Files = dict[str, str]  # path from the root: sha256


def hashes(root: Path = ROOT) -> Files:
    """Return the files of the kernel's exact tests, and of the modules they share, with their hashes."""
    folder = root / TESTS
    paths = [*folder.rglob("*.py"), *folder.parent.glob("*.py"), root / "tests" / "conftest.py"]
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def changed(old: Files, new: Files, root: Path = ROOT) -> frozenset[str]:
    """Return the files whose tests may say something else than they did: all when a shared module has changed.

    A file that names a changed one may take its documents from there, so it counts as changed too.
    """
    found = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if any(not Path(name).name.startswith("test_") for name in found):
        return frozenset(new)
    texts = {name: (root / name).read_text(encoding="utf-8") for name in new}
    while True:
        more = {
            name
            for name, text in texts.items()
            if name not in found and any(Path(known).stem in text for known in found)
        }
        if not more:
            return frozenset(found)
        found |= more


class Memory:
    """The journal of one kernel: a line a verdict, and the state of the tests it was given with."""

    def __init__(self, folder: Path, kernel: str) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.journal = folder / f"{kernel[:16]}.jsonl"
        self.files = hashes()
        self.state = hashlib.sha256(json.dumps(self.files, sort_keys=True).encode()).hexdigest()[:16]
        self._state_path(self.state).write_text(json.dumps(self.files), encoding="utf-8")

    def _state_path(self, state: str) -> Path:
        return self.folder / f"tests-{state}.json"

    def verdicts(self) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
        """Return the last verdict by mutant's key, and for survivors the test files that have to run again."""
        verdicts: dict[str, str] = {}
        again: dict[str, frozenset[str]] = {}
        states: dict[str, frozenset[str]] = {}
        for entry in _entries([self.journal]):
            state = entry["tests"]
            if state not in states:
                path = self._state_path(state)
                states[state] = changed(
                    json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}, self.files
                )
            verdicts[entry["key"]] = entry["verdict"]
            again[entry["key"]] = states[state] if entry["verdict"] == "survived" else frozenset()
        return verdicts, again

    def killers(self) -> dict[str, str]:
        """Return for each mutant the test that last killed it, whatever the kernel was; only an order to try."""
        journals = sorted(self.folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
        return {entry["key"]: entry["test"] for entry in _entries(journals) if entry["test"]}

    def write(self, key: str, verdict: str, test: str) -> None:
        """Add a line."""
        entry = {"key": key, "verdict": verdict, "tests": self.state, "test": test}
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def forget(self) -> None:
        """Remove the verdicts on this kernel."""
        self.journal.unlink(missing_ok=True)


def _entries(journals: Iterable[Path]) -> list[dict[str, str]]:
    lines = (line for path in journals if path.exists() for line in path.read_text(encoding="utf-8").splitlines())
    return [json.loads(line) for line in lines]
