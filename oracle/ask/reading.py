"""From the bytes of a problem file to the problem, whatever set of behaviours it is about."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from oracle.ask.in_parties import read_party_problem
from oracle.ask.parameters import resolved
from oracle.ask.problem import KINDS, SETS, Beside, Problem
from oracle.ask.reader import Table, read_toml, shown


def read_problem(
    data: bytes,
    file: str,
    beside: Beside,
    given: Mapping[str, str] | None = None,
    allow_signalling: bool = False,
) -> Problem:
    """The problem in the bytes of a file.

    Args:
        data: TOML.
        file: what errors call it.
        beside: bytes of a file that the problem names.
        given: values of parameters that replace the file's own.
        allow_signalling: take counts that signal by more than chance explains, and mark their hypotheses.

    Raises:
        Malformed: `not-toml`, `unknown-key`, `missing-key`, `wrong-value`, `not-a-word`, `not-a-behaviour`,
            `not-sequential`, `signalling`, codes of numbers and tables; the sentence begins with file and key.
        Limit: a stated limit.
        Usage: `unknown-argument`, a parameter the file does not have.
    """
    return problem_of(read_toml(data, file), beside, given, allow_signalling)


def problem_of(
    table: Table, beside: Beside, given: Mapping[str, str] | None = None, allow_signalling: bool = False
) -> Problem:
    """The problem in a table of keys and values; see `read_problem`."""
    top = resolved(table, given)
    if "set" in top.value:
        top.choice("set", SETS)
    if "kind" not in top.value:
        near = get_close_matches("kind", list(top.value), n=1)
        hint = f"; did you mean it by {shown(near[0])}?" if near else ""
        raise top.malformed("kind", f"the key is missing{hint}", "missing-key")
    kind = top.choice("kind", tuple(KINDS))
    if "set" in top.value and top.value["set"] not in KINDS[kind]:
        raise top.malformed("set", f"kind {kind} is asked about the sets {', '.join(KINDS[kind])}")
    if top.value.get("set") == "sequential":
        from oracle.ask.in_sequence import read_sequential

        return read_sequential(top, kind, beside, allow_signalling)
    if top.value.get("set") == "steering":
        from oracle.ask.in_assemblages import read_assemblage_problem

        return read_assemblage_problem(top, kind, beside, allow_signalling)
    return read_party_problem(top, kind, beside, allow_signalling)
