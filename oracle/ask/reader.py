"""TOML read strictly: every refusal names the file and the key, and says what is wrong in one sentence."""

from __future__ import annotations

import tomllib
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from oracle.ask.surds import surds
from oracle.failures import Limit, Malformed
from oracle.numbers import parse_rational
from oracle.recognised import hinted

MAX_BYTES = 1 << 20
MAX_TABLE = 1 << 23  # bytes of a file that a problem names


class Table:
    """A table of a TOML file that knows where it stands.

    Args:
        value: keys and values as tomllib reads them.
        file: what errors call the file.
        where: the dotted key of the table, "" for the whole file.
    """

    def __init__(self, value: Mapping[str, Any], file: str, where: str = "") -> None:
        self.value = value
        self.file = file
        self.where = where

    def place(self, key: str = "") -> str:
        """File and dotted key, as in `problem.toml: scenario.parties`."""
        return ": ".join(part for part in (self.file, ".".join(part for part in (self.where, key) if part)) if part)

    def malformed(self, key: str, sentence: str, code: str = "wrong-value") -> Malformed:
        return Malformed(code, f"{self.place(key)}: {sentence}", self.place(key))

    def limit(self, key: str, sentence: str, code: str = "size") -> Limit:
        return Limit(code, f"{self.place(key)}: {sentence}", self.place(key))

    def keys(self, needed: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Refuse other keys than these, and a needed one that is missing."""
        for key in self.value:
            if key not in needed and key not in optional:
                known = (*needed, *optional)
                near = get_close_matches(key, known, n=1)
                hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
                raise self.malformed(shown(key), f"the key is not known here{hint}", "unknown-key")
        for key in needed:
            if key not in self.value:
                raise self.malformed(key, "the key is missing", "missing-key")

    def table(self, key: str) -> Table:
        """A nonempty table below this one."""
        value = self.value[key]
        if not isinstance(value, dict) or not value:
            raise self.malformed(key, "a table with at least one key is needed")
        return Table(value, self.file, ".".join(part for part in (self.where, key) if part))

    def tables(self, key: str) -> list[Table]:
        """A nonempty list of tables."""
        value = self.value[key]
        if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
            raise self.malformed(key, f"a list of tables [[{key}]] is needed")
        base = ".".join(part for part in (self.where, key) if part)
        return [Table(item, self.file, f"{base}[{index}]") for index, item in enumerate(value, 1)]

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.value[key]
        if not isinstance(value, str) or not value.strip():
            raise self.malformed(key, "a text is needed")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of some texts."""
        value = self.value[key]
        if value not in choices or not isinstance(value, str):
            raise self.malformed(key, f"{shown(value)} is none of {', '.join(choices)}")
        return value

    def texts(self, key: str) -> list[str]:
        """A nonempty list of texts."""
        value = self.value[key]
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise self.malformed(key, "a list of texts is needed")
        return value

    def rational(self, key: str) -> Fraction:
        """An exact number: a text such as "1/2" or "0.25", or an integer."""
        return self.number(key, self.value[key])

    def interval(self, key: str) -> tuple[Fraction, Fraction]:
        """The ends of a number: equal for a rational one, close around a sum of square roots such as "2*sqrt(2)"."""
        return self.ends(key, self.value[key])

    def ends(self, key: str, value: object) -> tuple[Fraction, Fraction]:
        """The ends of a number that stands inside of `key`."""
        if not isinstance(value, str) or "sqrt" not in value:
            exact = self.number(key, value)
            return exact, exact

        try:
            return surds(value).interval
        except (Malformed, Limit) as problem:
            raise type(problem)(problem.code, f"{self.place(key)}: {problem.sentence}", self.place(key)) from None

    def number(self, key: str, value: object) -> Fraction:
        """An exact number that stands inside of `key`."""
        if isinstance(value, int) and not isinstance(value, bool):
            return Fraction(value)
        if not isinstance(value, str):
            kind = "a number in binary floating point" if isinstance(value, float) else f"{shown(value)}"
            raise self.malformed(key, f'{kind} is not exact; write numbers as texts such as "1/2" or "0.25"')
        try:
            return parse_rational(value)
        except Malformed as problem:
            raise self.malformed(key, problem.sentence, problem.code) from None
        except Limit as problem:
            raise self.limit(key, problem.sentence, problem.code) from None


def shown(value: object) -> str:
    """Foreign text on one line.

    >>> shown("A" * 100)[-8:]
    "AAAA...'"
    """
    quoted = ascii(value)
    return quoted if len(quoted) <= 48 else quoted[:44] + "...'"


def _is_json(data: bytes) -> bool:
    return data.removeprefix(BOM_UTF8).lstrip()[:1] == b"{"


def read_toml(data: bytes, file: str) -> Table:
    """The table of a TOML file.

    Raises:
        Malformed: `not-utf8`, `not-toml`.
        Limit: `bytes`, `depth`, `digits`.

    >>> read_toml(b'kind = "facet"', "p.toml").place("kind")
    'p.toml: kind'
    """
    if len(data) > MAX_BYTES:
        raise Limit("bytes", f"{file}: a problem has at most {MAX_BYTES} bytes", file)
    try:
        return Table(tomllib.loads(data.decode("utf-8-sig")), file)  # editors of Windows begin with a mark
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        sentence = hinted(f"line {line}: the bytes are not UTF-8", data)
        raise Malformed("not-utf8", f"{file}: {sentence}", file) from None
    except tomllib.TOMLDecodeError as error:
        sentence = "these bytes are JSON, and no problem in TOML" if _is_json(data) else f"not TOML: {error}"
        raise Malformed("not-toml", f"{file}: {hinted(sentence, data)}", file) from None
    except RecursionError:
        raise Limit("depth", f"{file}: tables and lists are nested too deeply", file) from None
    except ValueError:  # an integer beyond the interpreter's limit of digits
        raise Limit("digits", f"{file}: a number has too many digits", file) from None
