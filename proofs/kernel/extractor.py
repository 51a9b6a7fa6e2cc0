"""Statements about the length of an extractor's output, which only the rule `chain` proves.

Two strings x and y of n bits, the output z of m bits, the adversary's information C.
Logarithms are to base 2, entropies in bits.
"""

from __future__ import annotations

from .errors import Budget
from .read import Node

FUNCTIONS = {
    "two-source-shift": "z_i = sum over t of x_t*y_(t-i) mod 2 for i = 0..m-1, y_j = 0 for j < 0, 1 <= m <= n",
    "two-source-cyclic": "z_i = sum over t of x_t*y_(t-i mod n) mod 2 for i = 0..m-1, 1 <= m < n,"
    " n a prime with primitive root 2",
}
_QUANTUM = "C is a quantum system with I(x : y | C) = 0 (Markov model); k1, k2 bound from below the"
_MIN = "min-entropies of x and of y given C (minus log2 of the average probability of guessing)"
ADVERSARIES = {
    "classical-proof": f"C is classical, x and y are independent given C; k1, k2 bound from below the {_MIN}",
    "quantum-proof": f"{_QUANTUM} {_MIN}",
    "quantum-proof-smooth": f"{_QUANTUM} smooth {_MIN}: the largest of a subnormalised state within purified"
    " distance d1, d2",
}
ASSUMPTIONS = {  # what each adversary but the first needs, beside what the one before it needs
    "theorem-3": "an extractor strong in one source, with error e for k1, k2 and no side information, is quantum-proof"
    " in the Markov model and as strong, with error sqrt(3*e*2^(m-2)) for k1 + log2(1/e), k2 + log2(1/e)"
    " (theorem 2 of arXiv:1510.06743 as cited by kulikov2024; not proved here)",
    "theorem-4": "what is quantum-proof in the Markov model with error e for k1 - log2(1/e1), k2 - log2(1/e2) has error"
    " 6*d1 + 6*d2 + 2*e1 + 2*e2 + 2*e for smooth min-entropies k1, k2 and is as strong"
    " (lemma 17 of arXiv:1510.06743 as cited by kulikov2024; not proved here)",
}


class Extractor:
    """A formula: growth*m <= k1 + k2 - n + weight*log2(D) + log2(factor) suffices for D, beside smoothing."""

    def __init__(self, node: Node, budget: Budget) -> None:
        found = node.fields(("kind", "function", "adversary", "length"))
        self.function = found["function"].choice(tuple(FUNCTIONS))
        self.adversary = found["adversary"].choice(tuple(ADVERSARIES))
        growth, weight, factor = found["length"].items(3)
        self.length = growth.integer(1), weight.integer(1), factor.rational()
        if self.length[2] <= 0:
            raise factor.malformed("out-of-range", "the factor is positive")

    def lines(self) -> list[str]:
        growth, weight, factor = self.length
        condition = f"{growth}*m <= k1 + k2 - n + {weight}*log2(D) + log2({factor})"
        smooth = self.adversary == "quantum-proof-smooth"
        assumed = list(ASSUMPTIONS.items())[: list(ADVERSARIES).index(self.adversary)]
        return [
            f"extractor: {self.function}: {FUNCTIONS[self.function]}",
            f"claim: for all n, m, k1, k2 and D > 0, if {condition} then within D{' + 6*d1 + 6*d2' if smooth else ''}",
            "within: (1/2)||.||_1 between (z, x, C) and a uniform z independent of (x, C),"
            " and also between (z, y, C) and a uniform z independent of (y, C)",
            "error: D (soundness)",
            *(f"error: 6*{d} (smoothing of {k})" for d, k in (("d1", "k1"), ("d2", "k2")) if smooth),
            f"tag: adversary = {self.adversary}: {ADVERSARIES[self.adversary]}",
            *(f"assumption: {name}: {sentence}" for name, sentence in assumed),
        ]
