"""From the bytes of a problem file to its answer, whatever set it is about; searches are imported when used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from oracle.certify.answer import Answer
from oracle.certify.parameters import resolved
from oracle.certify.problem import SETS, Problem, read_table
from oracle.certify.reader import read_toml
from oracle.problems import Usage

if TYPE_CHECKING:
    from oracle.sequential.problem import SequentialProblem


def read(
    data: bytes, file: str, beside: Callable[[str], bytes], given: Mapping[str, str] | None = None
) -> Problem | SequentialProblem:
    """The problem in a file.

    Args:
        data: TOML.
        file: what errors call it.
        beside: bytes of a file that the problem names.
        given: values of parameters that replace the file's own.

    Raises:
        Malformed, Limit: as `read_table` and `read_sequential`.
        Usage: `unknown-argument`, a parameter the file does not have.
    """
    top = resolved(read_toml(data, file), given)
    if top.value.get("set") == "sequential":
        from oracle.sequential.problem import read_sequential

        return read_sequential(top, beside)
    if "set" in top.value:
        top.choice("set", (*SETS, "sequential"))
    return read_table(top, beside)


def answer(problem: Problem | SequentialProblem, dual: str | None = None) -> Answer:
    """The proved answer; errors are those of the two `solve`."""
    if isinstance(problem, Problem):
        from oracle.certify.solve import solve

        return solve(problem, dual)
    if dual is not None:
        raise Usage("unknown-argument", "--dual goes with optima and guessing over the set quantum")
    from oracle.sequential.solve import solve as solve_sequential

    return solve_sequential(problem)
