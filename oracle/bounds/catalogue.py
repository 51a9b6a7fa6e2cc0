"""The table of bounds: a new one is one line here, or stands in the `bounds` of its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from oracle.bounds.amplification import CHAINED, CHAINED_PAIR, MERMIN
from oracle.bounds.chsh import LOCAL, NO_SIGNALLING
from oracle.bounds.deviation import AZUMA, HOEFFDING, SERFLING
from oracle.bounds.entries import Bound
from oracle.bounds.entropies import ACCUMULATED, GLOBAL_ENTROPY, LOCAL_ENTROPY
from oracle.bounds.games import GAME
from oracle.bounds.keys import KEYS
from oracle.bounds.lengths import CIRCULANT, DODIS, TOEPLITZ, TWO_SOURCE
from oracle.bounds.output_length import LENGTH
from oracle.bounds.tight import GLOBAL
from oracle.discovery import all_offered
from oracle.failures import Usage
from oracle.numbers import Exact, parse, parse_real

CATALOGUE: Mapping[str, Bound] = {
    bound.name: bound
    for bound in (
        *(LOCAL, GLOBAL, NO_SIGNALLING, MERMIN, CHAINED, CHAINED_PAIR),
        *(LOCAL_ENTROPY, GLOBAL_ENTROPY, ACCUMULATED, LENGTH),
        *KEYS,
        *(bound for module in all_offered("bounds") for bound in module.BOUNDS),
        *(AZUMA, HOEFFDING, SERFLING, GAME),
        *(TWO_SOURCE, TOEPLITZ, CIRCULANT, DODIS),
    )
}


def find(name: str) -> Bound:
    """The bound of this name; raises `Usage` with code `unknown-bound`.

    >>> find("azuma.deviation").safe_side
    'high'
    """
    if name not in CATALOGUE:
        near = get_close_matches(name[:60], CATALOGUE, n=1)
        hint = f"did you mean {near[0]}?" if near else f"bellcert bound --list shows {len(CATALOGUE)}"
        raise Usage("unknown-bound", f"no bound is called {name[:60]!a}; {hint}")
    return CATALOGUE[name]


def choose(bound: Bound, words: Sequence[str]) -> tuple[Bound, dict[str, str], list[str]]:
    """The bound under the options among the words, the options, and the words that are left.

    Raises:
        Usage: `duplicate-argument`, or what the bound says to an option.

    >>> choose(TOEPLITZ, ["n=10", "convention=full"])[1:]
    ({'convention': 'full'}, ['n=10'])
    """
    chosen: dict[str, str] = {}
    left = []
    for word in words:
        key, equals, text = word.partition("=")
        if not equals or key not in bound.options:
            left.append(word)
        elif key in chosen:
            raise Usage("duplicate-argument", f"{key} is given twice")
        else:
            chosen[key] = text
    return (bound.choose(chosen) if chosen and bound.choose else bound), chosen, left


def read_arguments(bound: Bound, words: Sequence[str]) -> dict[str, Exact]:
    """Exact arguments from words `key=value`.

    Args:
        bound: whose arguments they are.
        words: one for each argument, in any order.

    Returns:
        The arguments in the catalogue's order.

    Raises:
        Usage: `unknown-argument`, `duplicate-argument`, `missing-argument`.
        Malformed, Limit: from the number's syntax.

    >>> read_arguments(LOCAL, ["score=2.5"])
    {'score': Fraction(5, 2)}
    """
    texts: dict[str, str] = {}
    for word in words:
        key, equals, text = word.partition("=")
        if not equals or key not in bound.arguments:
            known = ", ".join(f"{key}=..." for key in (*bound.arguments, *bound.options))
            near = get_close_matches(key, [*bound.arguments, *bound.options], n=1)
            hint = f"; did you mean {near[0]}=...?" if near else ""
            raise Usage("unknown-argument", f"{bound.name} does not take {word[:60]!a}; it takes {known}{hint}")
        if key in texts:
            raise Usage("duplicate-argument", f"{key} is given twice")
        texts[key] = text
    missing = [key for key in bound.arguments if key not in texts]
    if missing:
        raise Usage("missing-argument", f"{bound.name} also needs {', '.join(f'{key}=...' for key in missing)}")
    return {key: (parse if key in bound.angles else parse_real)(texts[key]) for key in bound.arguments}
