"""Rule `assemblage`: steering inequalities, guessing bounds and points for a trusted system beside untrusted parties.

Lemma (bounds).  Let F be a functional with operators F_w, S >= 0 operators of the trusted system, and let

    beta 1 - F = sum S (event)        word by word, the events in letters.

For every no-signalling assemblage, normalised or not, pairing both sides with sigma gives
beta tr sigma(1) - <F> = sum tr(S sigma(event)) >= 0.

Lemma (guessing).  If for every outcome tuple e of the key, with the same c and s >= 0,
c 1 - s F - (event e) = sum S (event), an adversary who knows parts sigma_k with sum sigma is right with probability
sum_k tr sigma_k(e_k) <= sum_k (c tr sigma_k(1) - s <F>_k) = c - s <F>.  Parts that she gets by measuring a quantum
system of hers are such parts.

Lemma (local hidden states).  sigma(event) = sum over strategies of omega_l where the strategy l gives the event, with
omega_l >= 0; so <F> = sum tr(F_l omega_l), F_l the sum of F_w times the value of w under l, and it is
enough that beta 1 - F_l >= 0 for every strategy.

Points.  Operators sigma(word), one for each word of letters, are no-signalling by construction; they are an
assemblage if sigma(event) >= 0 for the event of every choice of inputs and outcomes.  The sum of parts is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod

from ..number import Number, brief, number_text, sign
from ..read import Node
from ..words import Word
from .realisations import device_states, require_grams
from .steering import SteeringBound, SteeringGuessing, SteeringValue
from .trusted import Assemblage, Blocks, Hermitian

MAX_LOCAL = 1 << 16  # deterministic strategies


def prove_bound(claim: SteeringBound, node: Node, witness: Node) -> None:
    """Raise `Refused` unless blocks or all strategies prove the bound."""
    side = 1 if claim.sense == "<=" else -1
    total = _difference(claim, side * claim.bound, claim.functional, side)
    if claim.set != "local-hidden-state":
        _require_proof(claim, witness.fields(("blocks",), _grams(claim)), total, witness)
        return
    stated = witness.fields(("strategies",))["strategies"]
    count = prod(outcomes for _, _, outcomes in claim.scenario.inputs)
    if count > MAX_LOCAL:
        raise stated.limit("size", f"more than {MAX_LOCAL} deterministic strategies")
    if stated.integer(1) != count:
        raise stated.rejected("strategy", f"the untrusted parties have {count} deterministic strategies")
    for strategy in product(*(range(d) for _, _, d in claim.scenario.inputs)):
        block: Hermitian = [Fraction(0)] * len(claim.trusted.one)
        for word, a in total.items():
            block = claim.trusted.combine(block, _value(claim, word, strategy), a)
        if not claim.trusted.is_positive(block):
            names = " ".join(claim.scenario.atom_text(pair) for pair in enumerate(strategy))
            raise witness.rejected("strategy", f"not proved for the deterministic strategy {names[:200]}")


def prove_guessing(claim: SteeringGuessing, node: Node, witness: Node) -> None:
    """Raise `Refused` unless the blocks of every branch prove its outcome tuple."""
    branches = witness.fields(("branches",))["branches"].items(len(claim.events))
    for event, branch in zip(claim.events, branches, strict=True):
        parts = branch.fields(("event", "blocks"), _grams(claim))
        if claim.scenario.read_atoms(parts["event"]) != event:
            raise parts["event"].malformed("terms-order", "the branches stand in the order of the outcomes")
        total = _difference(claim, claim.constant, claim.functional, claim.slope)
        claim.add(total, claim.scenario.operator(event), claim.trusted.one, -1)
        _require_proof(claim, parts, total, branch)


def prove_value(claim: SteeringValue, node: Node, witness: Node) -> None:
    """Raise `Refused` unless explicit states make an assemblage of the set with the values."""
    probability: Number = Fraction(0)
    total: Blocks = {(): [Fraction(0)] * len(claim.trusted.one)}
    if claim.set == "local-hidden-state":
        _add_hidden(claim, witness.fields(("hidden",))["hidden"], total)
    else:
        for part in witness.fields(("parts",))["parts"].items(least=1):
            key, read = ("device", device_states) if claim.set == "quantum" else ("states", _read_states)
            found = part.fields((key, "event") if claim.guessing else (key,))
            states = read(claim, found[key])
            for word, a in states.items():
                total[word] = claim.trusted.combine(total[word], 1, a) if word in total else a
            if claim.guessing:
                event = claim.scenario.read_atoms(found["event"])
                if event not in claim.events:
                    raise found["event"].malformed("not-a-word", "a guess is an outcome of each guessed input")
                probability = probability + claim.trusted.pair(claim.trusted.one, _state(claim, states, event))
    if claim.trusted.pair(claim.trusted.one, total[()]) - 1:
        raise witness.rejected("not-admissible", "the traces of the states do not sum to 1")
    for _terms, functional, value, entry in claim.values:
        found_value: Number = Fraction(0)
        for word, a in functional.items():
            found_value = found_value + (claim.trusted.pair(a, total[word]) if word in total else 0)
        if found_value - value:
            text = brief(number_text, found_value)
            raise entry.rejected("not-attained", f"the assemblage has the value {text}, not the stated one")
    if claim.guessing and sign(probability - claim.probability) < 0:
        raise claim.nodes["probability"].rejected("not-attained", "the guesses are right less often")


def _difference(claim: Assemblage, constant: Number, functional: Blocks, factor: Number | int) -> Blocks:
    """constant - factor * functional."""
    total: Blocks = {}
    claim.add(total, {(): Fraction(1)}, claim.trusted.one, constant)
    for word, a in functional.items():
        total[word] = claim.trusted.combine(total.get(word, [Fraction(0)] * len(a)), -factor, a)
    return total


def _grams(claim: Assemblage) -> tuple[str, ...]:
    return ("grams",) if claim.set == "quantum" else ()


def _require_proof(claim: Assemblage, found: Mapping[str, Node], total: Blocks, place: Node) -> None:
    """Refuse unless positive blocks times events, and Gram matrices, add up to `total`."""
    for entry in found["blocks"].items():
        block_node, word_node = entry.items(2)
        block, word = claim.trusted.read(block_node), claim.scenario.read_atoms(word_node)
        if not claim.trusted.is_positive(block):
            raise block_node.rejected("indefinite", "the block is not positive semidefinite")
        claim.scenario.require_behaviour_word(word_node, word)
        # the state of an observable has no sign
        if any(claim.scenario.atoms[atom][1] is None for atom in word):
            raise word_node.malformed("not-a-word", "a block stands at an event")
        claim.add(total, claim.scenario.operator(word), block, -1)
    if "grams" in found:
        require_grams(claim, found["grams"].items(least=1), total, place)
        return
    for word, a in total.items():
        if any(a):
            name = " ".join(claim.scenario.factor_text(letter) for letter in word) or "1"
            text = brief(claim.trusted.text, a)
            raise place.rejected("identity", f"the two sides differ by {text} in the class of {name}")


def _value(claim: Assemblage, word: Word, strategy: tuple[int, ...]) -> int:
    """The value of a word of letters when input i always has the outcome strategy[i]."""
    factor = 1
    for i, outcome in (claim.scenario.letters[letter] for letter in word):
        factor *= 1 - 2 * strategy[i] if outcome is None else int(strategy[i] == outcome)
    return factor


def _add_hidden(claim: SteeringValue, node: Node, total: Blocks) -> None:
    """Hidden states with the outcomes they go with, added up at the words of the functionals."""
    words = {word for _, functional, _, _ in claim.values for word in functional} | {()}
    for entry in node.items(least=1):
        state_node, word_node = entry.items(2)
        state = claim.trusted.read(state_node)
        if not claim.trusted.is_positive(state):
            raise state_node.rejected("not-admissible", "a hidden state is not positive semidefinite")
        pairs = [claim.scenario.atoms[atom] for atom in claim.scenario.read_atoms(word_node)]
        strategy = tuple(o for _, o in pairs if o is not None)
        if [i for i, _ in pairs] != list(range(len(claim.scenario.inputs))) or len(strategy) != len(pairs):
            raise word_node.malformed("not-a-word", "a strategy names an outcome of every input, in order")
        for word in words:
            zero: Hermitian = [Fraction(0)] * len(state)
            total[word] = claim.trusted.combine(total.get(word, zero), _value(claim, word, strategy), state)


def _read_states(claim: SteeringValue, node: Node) -> Blocks:
    """[[operator, word], ...]: sigma(word) for words of letters; left out it is 0.  All cells are checked."""
    states: Blocks = {}
    for entry in node.items(least=1):
        state_node, word_node = entry.items(2)
        atoms = claim.scenario.read_atoms(word_node)
        claim.scenario.require_behaviour_word(word_node, atoms)
        operator = claim.scenario.operator(atoms)
        word = next(iter(operator))
        if len(operator) != 1 or word in states:
            raise word_node.malformed("not-a-word", "a word of observables and leading outcomes, each once")
        states[word] = claim.trusted.read(state_node)
    for setting, outcome in claim.cells:
        event = claim.scenario.event(zip(setting, outcome, strict=True))
        if not claim.trusted.is_positive(_state(claim, states, event)):
            name = " ".join(claim.scenario.atom_text(claim.scenario.atoms[atom]) for atom in event)
            raise node.rejected("not-admissible", f"the state of {name[:200]} is not positive semidefinite")
    return states


def _state(claim: Assemblage, states: Blocks, event: Word) -> Hermitian:
    """sigma(event) from sigma of words."""
    result: Blocks = {(): [Fraction(0)] * len(claim.trusted.one)}
    for word, c in claim.scenario.operator(event).items():
        if word in states:
            claim.add(result, {(): c}, states[word], 1)
    return result[()]
