"""Certificates of linear programs as VIPR files, for checkers written by others.

VIPR (Verifying Integer Programming Results, format 1.0) states a program and derives its
bound as one linear combination of constraints, which is what a certificate of rule lp-dual
is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lp.listed import listed, solution
from proofs.search.language.failure import Failure, Kind

MOST = 1 << 14  # strategies written down


def vipr(bound: bytes, point: bytes | None = None) -> str:
    """The VIPR file of a bound, with the optimal solution if the attaining point is given.

    Args:
        bound: a certificate of rule lp-dual, or farkas, that the kernel has proved.
        point: a certificate of rule point with the value of the same functional, which the kernel has proved.

    Raises:
        Failure: NOT_EXPORTABLE, a certificate has symbols or a field, there are more than MOST strategies, or the
            point is about something else.
    """
    document = json.loads(bound)
    statement, witness = document["statement"], document["witness"]
    if document["rule"] not in ("lp-dual", "farkas") or not {"events", "strategies"} & witness.keys():
        raise Failure(
            Kind.NOT_EXPORTABLE, "", "only proofs of rules lp-dual and farkas about behaviours combine constraints"
        )
    if "symbols" in statement or "field" in statement:
        raise Failure(Kind.NOT_EXPORTABLE, "", "VIPR knows rational numbers only, no symbols and no number fields")
    if int(witness.get("strategies", "0")) > MOST:
        raise Failure(
            Kind.NOT_EXPORTABLE, "", "there are more than {most} deterministic strategies to write down", most=MOST
        )
    program = listed(statement, witness)
    lines = [f"{c.name.replace('-', '_')} {c.sense} {c.right}  {_sparse(c.row)}" for c in program.constraints]
    head = ["VER 1.0", f"VAR {program.variables}", " ".join(f"x{j}" for j in range(program.variables)), "INT 0"]
    rest = [f"CON {len(lines)} 0", *lines]
    if document["rule"] == "farkas":  # the combination says that the total probability is at most 0, and it is 1
        proof = f"absurd G 1  0  {{ lin {_sparse({0: Fraction(1), **program.multipliers})} }} -1"
        return "\n".join([*head, "OBJ max", "0", *rest, "RTP infeas", "SOL 0", "DER 1", proof, ""])
    largest = statement["sense"] == "<="
    value = Fraction(statement["bound"])
    # the constant is value times the first constraint; inequalities >= enter an upper bound negatively
    derived = {0: value, **{i: -w if largest else w for i, w in program.multipliers.items()}}
    solutions = [] if point is None else [_solution(statement, json.loads(point))]
    low, high = ("-inf", "inf") if point is None else (str(value), str(value))
    return "\n".join(
        [
            *head,
            f"OBJ {'max' if largest else 'min'}",
            _sparse(program.objective),
            *rest,
            f"RTP range {low} {value}" if largest else f"RTP range {value} {high}",
            f"SOL {len(solutions)}",
            *solutions,
            "DER 1",
            f"bound {'L' if largest else 'G'} {value} OBJ {{ lin {_sparse(derived)} }} -1",
            "",
        ]
    )


def _sparse(entries: Mapping[int, Fraction]) -> str:
    """How many entries, then index and value of each."""
    kept = [(index, value) for index, value in sorted(entries.items()) if value]
    return " ".join([str(len(kept)), *(f"{index} {value}" for index, value in kept)])


def _solution(statement: Any, point: Any) -> str:
    found = point["statement"]
    wanted = {"functional": statement.get("functional"), "value": statement.get("bound")}
    same = all(found.get(key) == statement.get(key) for key in ("set", "scenario", "hypotheses"))
    if point["rule"] != "point" or not same or wanted not in found["values"]:
        raise Failure(Kind.NOT_EXPORTABLE, "", "the point does not attain this bound under the same hypotheses")
    return f"optimal {_sparse(solution(found, point['witness']))}"
