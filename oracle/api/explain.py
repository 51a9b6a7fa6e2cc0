"""What a certificate, a code, an exit code, a bound or a claim of the ledger means, in sentences."""

from __future__ import annotations

import json
from pathlib import Path

from oracle.api.plain import sentence
from oracle.api.sources import read
from oracle.failures import CODES, EXIT_CODES, SIGNALS, Malformed, Usage, worst
from proofs.codes import CODES as KERNEL_CODES
from proofs.kernel.read import MAX_BYTES

RULES = {
    "sos": (
        "The claimed operator inequality is an identity: bound minus functional equals a sum of hermitian squares "
        "plus allowed multiples of the hypotheses. The kernel expands both sides into normal-form words and compares "
        "them, and decides in exact arithmetic that the Gram matrix is positive semidefinite."
    ),
    "lp-dual": (
        "Dual multipliers of a linear program: the kernel rebuilds the constraints of the set from the scenario and "
        "checks that the combination with these multipliers gives the bound."
    ),
    "farkas": (
        "The constraints of the set and the hypotheses combine, with nonnegative multipliers or squares, to say that "
        "-1 is nonnegative. So no behaviour of the set satisfies the hypotheses; nothing else is claimed."
    ),
    "guessing": (
        "For every outcome the bound minus the known means minus the probability of that outcome is shown nonnegative "
        "in every behaviour of the set, with the same multipliers for all outcomes. So an adversary who knows a "
        "decomposition of the behaviour guesses the outcomes with at most that probability."
    ),
    "quadrature": (
        "A rational function stays below the logarithm everywhere, as its few extrema and a count of signs show. For "
        "each of its nodes and each outcome an operator of the devices and of the adversary is a sum of squares plus a "
        "polynomial of the devices alone. These polynomials add up to a lower bound on the von Neumann entropy of the "
        "outcomes, given quantum side information."
    ),
    "uncertainty": (
        "The devices fall into blocks of qubits, in which CHSH bounds how well one party's other outcome is known to "
        "the other party, and an uncertainty relation turns that into entropy against the adversary. The line stated "
        "lies below a tangent of the curve that this gives."
    ),
    "ideal": (
        "Operators that annihilate the state are stated, or derived from means whose hypotheses make a sum of squares "
        "vanish. The functional minus its value is then a sum of products with such an operator next to the state. "
        "So the mean is fixed, in the whole behaviour and in every part of it that somebody outside can know."
    ),
    "point": (
        "An explicit exact object (a behaviour, a deterministic strategy, or a state with measurements) is shown to "
        "belong to the set and to have the stated value."
    ),
    "hashing": (
        "A premise bounds the min-entropy of the outcomes of an accepted run. By leftover hashing with a uniform seed "
        "the output is within the stated distance of uniform bits; lengths, threshold and error are compared exactly."
    ),
    "amplification": (
        "A biased source chooses among isolated boxes, a proved gain bounds what an adversary knows of one box, and "
        "the kernel adds up the error of the output bits over the runs that are accepted."
    ),
    "enclosure": (
        "A formula is evaluated in rational interval arithmetic, every rounding directed outward, and the result lies "
        "inside the stated interval."
    ),
    "chain": (
        "Proved premises combine: a bound on the probability of every outcome gives min-entropy; with counts, the "
        "estimator, the deviation and the failure probability it gives bits certified by n rounds. A formula for the "
        "length of an extractor follows from a lemma and from cited theorems that the statement names."
    ),
    "polynomial": (
        "Both sides of each comparison are expanded. Their difference, times something positive where that helps, is "
        "the sum of multiples of the relations and of products of conditions with sums of squares, so it vanishes, or "
        "is not negative, at every real point of relations and conditions; one such point is shown."
    ),
    "factors": (
        "A factor is a number for each outcome and input whose mean, weighted with a power of the outcome's "
        "probability, is at most 1 for every behaviour of the set and every law of the inputs. The kernel checks that "
        "at extreme points, or from bounds on guessing probabilities. Then the product of the factors of all rounds is "
        "rarely large unless the outputs were improbable, whatever the devices remember."
    ),
    "assemblage": (
        "A trusted quantum system stands beside untrusted parties. A bound minus the functional is a sum of positive "
        "operators at events of the untrusted parties, or is positive for each of their strategies; a value is shown "
        "by explicit states, from which the kernel rebuilds that nobody signals and that all states are positive."
    ),
}

VERDICTS = {
    "PROVED": "The kernel checked a proof of the statement that is printed, and of nothing else.",
    "REJECTED": "The certificate is well formed, but what it holds is no proof of its statement.",
    "MALFORMED": "The bytes are nothing that can be judged; the sentence beside it names the place.",
    "LIMIT": "A stated limit was exceeded before a judgement; neither proved nor refuted.",
    "SEPARATED": "What is known is outside of the set, and a certificate of that was written and checked.",
    "INSIDE": "What is known is in the set, as an explicit behaviour shows that was checked.",
    "FACET": "The inequality is a facet of the polytope, as a certificate shows that was checked.",
    "NO-FACET": "The inequality is no facet of the polytope, as a certificate shows that was checked.",
    "EMPTY": "No behaviour of the set satisfies the hypotheses, and a certificate of that was written and checked.",
}
"""Verdicts of the kernel, and answers of `certify`, `sweep` and `counts`, that stand in place of a code."""


def names() -> list[str]:
    """What a subject may be beside a file; names of claims are too many, and read from files."""
    from oracle.bounds.catalogue import CATALOGUE

    return [*RULES, *VERDICTS, *CODES, *CATALOGUE]


Found = tuple[int, dict[str, object], list[str]] | None


def explain(subject: str) -> tuple[int, dict[str, object], list[str]]:
    """What the subject means.

    Args:
        subject: a certificate's file, a code of a refusal, an exit code, a verdict, a bound's name, or a claim
            BIBKEY/ID.

    Returns:
        An exit code (of a certificate that of its verdict), JSON values, and lines for people.

    Raises:
        Usage: `unknown-name`.

    >>> explain("SEPARATED")[2][0]
    'verdict SEPARATED'
    """
    for meaning in (_certificate, _code, _bound, _claim):
        found = meaning(subject)
        if found is not None:
            return found
    raise Usage("unknown-name", f"{subject[:60]!a} is no file, code, bound or claim")


def _certificate(subject: str) -> Found:
    if subject != "-" and not Path(subject).is_file():
        return None
    from proofs.kernel.__main__ import EXIT
    from proofs.kernel.check import check_bytes

    data = read(subject, MAX_BYTES)
    verdict = check_bytes(data)
    document: dict[str, object] = {"kind": "certificate", "verdict": verdict.verdict, "sha256": verdict.sha256}
    if verdict.verdict != "PROVED":
        from oracle.recognised import hinted

        says = _meaning(verdict.code)
        problem = hinted(verdict.problem, data) if verdict.verdict == "MALFORMED" else verdict.problem
        document |= {"code": verdict.code, "pointer": verdict.pointer, "problem": problem, "says": says}
        lines = [f"{verdict.verdict} {verdict.sha256}", f"At {verdict.pointer!a}: {problem}"]
        return EXIT[verdict.verdict], document, [*lines, f"{verdict.code}: {says}"]
    certificate = json.loads(data)
    rule, kind = certificate["rule"], certificate["statement"]["kind"]
    sizes = {
        "bytes": len(data),
        "statement": len(verdict.statement),
        "witness entries": _leaves(certificate["witness"]),
    }
    statement = verdict.statement.split("\n")
    document |= {"rule": rule, "statement_kind": kind, "says": RULES[rule], "sizes": sizes, "statement": statement}
    measured = ", ".join(f"{value} {name}" for name, value in sizes.items() if name != "statement")
    lines = [f"PROVED {verdict.sha256}", f"Rule {rule}, statement of kind {kind}; {measured}.", RULES[rule]]
    plain = sentence(certificate["statement"])
    document["plain"] = plain
    return 0, document, [*([plain] if plain else []), *lines, "What is proved:"]


def _leaves(value: object) -> int:
    """Number of strings in a JSON value."""
    if isinstance(value, dict):
        return sum(map(_leaves, value.values()))
    return sum(map(_leaves, value)) if isinstance(value, list) else 1


def _meaning(code: str) -> str:

    return KERNEL_CODES.get(code) or CODES.get(code, "")


def _code(subject: str) -> Found:
    exits = EXIT_CODES | SIGNALS
    if subject.isdecimal() and subject.isascii() and int(subject[:9]) in exits:
        says = exits[int(subject)]
        return 0, {"kind": "exit-code", "name": subject, "says": says}, [f"exit code {subject}", says]
    if subject in VERDICTS:
        says = VERDICTS[subject]
        return 0, {"kind": "verdict", "name": subject, "says": says}, [f"verdict {subject}", says]

    meanings = {"kernel": KERNEL_CODES.get(subject), "command line": CODES.get(subject)}
    known = {where: says for where, says in meanings.items() if says}
    if not known:
        return None
    lines = [f"code {subject}", *(f"{where}: {says}" for where, says in known.items())]
    return 0, {"kind": "code", "name": subject, "says": known}, lines


def _bound(subject: str) -> Found:
    from oracle.bounds.catalogue import CATALOGUE

    bound = CATALOGUE.get(subject)
    if bound is None:
        return None
    document: dict[str, object] = {
        "kind": "bound",
        "name": bound.name,
        "says": bound.says,
        "formula": bound.formula,
        "arguments": dict(bound.arguments),
        "options": dict(bound.options),
        "unit": bound.unit,
        "safe_side": bound.safe_side,
        "assumptions": list(bound.assumptions),
        "source": bound.source,
    }
    lines = [
        f"bound {bound.name}",
        bound.says,
        f"value: {bound.formula}, in {bound.unit}; safe side: {bound.safe_side}",
        *(f"argument {name}: {says}" for name, says in bound.arguments.items()),
        *(f"option {name}: {says}" for name, says in bound.options.items()),
        *(f"assumption: {assumption}" for assumption in bound.assumptions),
        f"source: {bound.source}",
    ]
    return 0, document, lines


def _claim(subject: str) -> Found:
    from oracle.ledger import MalformedLedgerError, audit, bibkeys

    owner, slash, claim = subject.rpartition("/")  # a result of our own is BIBKEY/results/ID
    bibkey = owner.partition("/")[0]
    if slash and bibkey not in bibkeys():
        return None
    try:
        found = audit([bibkey] if slash else [])
        entries = [e for e in found if e.id == claim and (not slash or e.bibkey == owner)]
    except MalformedLedgerError as problem:
        raise Malformed("ledger", str(problem)) from None
    if not entries:
        return None
    if len(entries) > 1:
        raise Usage("unknown-name", f"several papers have it: {', '.join(f'{e.bibkey}/{e.id}' for e in entries)}")
    entry = entries[0]
    lines = [
        f"claim {entry.bibkey}/{entry.id}: {entry.status}"
        + ("" if entry.ok else f", but {entry.expected} is expected"),
        f"where: {entry.locator}",
        f"says: {entry.says}",
        *(f"{name}: {text}" for name, text in (("gap", entry.gap), ("reason", entry.reason)) if text),
        *(f"{item['kind']} {item['source']} ({item['role']}): {item['detail']}" for item in entry.evidence),
    ]
    return worst([0 if entry.ok else 1]), {"kind": "claim", **entry.as_json()}, lines
