"""Perfect guessing and steering: the theorem for two settings on instances, as its proof constructs them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from oracle.ledger.checks import check
from oracle.ledger.status import Finding
from oracle.papers.li2024.ghz import QUBIT, hidden_model, local_bound, model_xy, model_xyz, untrusted
from oracle.proved import proved
from proofs.search.assembled.system import Coordinates
from proofs.search.assembled.untrusted import Assemblage, Event, Untrusted
from proofs.search.steering.engine import attack_certificate
from proofs.search.steering.guessing import Attack, Guess

Strategy = tuple[int, ...]
Hidden = dict[Strategy, Coordinates]


def attack_of(scene: Untrusted, hidden: Hidden, key: tuple[int, ...]) -> tuple[Attack, bytes]:
    """Whoever knows the hidden state knows the outcomes of the key: the parts, and the certificate."""
    found = []
    guess = Guess(QUBIT, scene, key)
    for event in guess.events:
        states = {}
        for word in scene.words:
            total = QUBIT.zero
            for strategy, state in hidden.items():
                if all(strategy[i] == o for i, o in event):
                    total = QUBIT.plus(total, state, scene.value(word, dict(enumerate(strategy))))
            states[word] = total
        found.append((event, Assemblage(QUBIT, scene, states)))
    probability = sum((QUBIT.trace(part.state(event)) for event, part in found), Fraction(0))
    attacked = Attack(found, probability)
    names = tuple("".join(scene.scenario.inputs[i][:2]) for i in key)
    return attacked, attack_certificate(guess, names, attacked)


def model_of_attack(scene: Untrusted, attacked: Attack, key: tuple[int, ...]) -> Hidden:
    """The hidden states of the proof: the state of every outcome of the other settings in every part."""
    others = tuple(next(i for i in choice if i != k) for choice, k in zip(scene.choices, key, strict=True))
    hidden: Hidden = {}
    for event, part in attacked.parts:
        for cell in scene.outcomes(others):
            answers = dict(event) | dict(cell)
            hidden[tuple(answers[i] for i in range(len(scene.scenario.inputs)))] = part.state(cell)
    return hidden


@check
def sufficient() -> Finding:
    """With two settings perfect guessing gives a model: parts that know the key become hidden states, as proved.

    The proof is on the page of steering; here its construction is run on the GHZ assemblages of one and two untrusted
    parties for every key, and the kernel proves that the states it gives are a model of the same assemblage.
    """
    count = 0
    for parties, mu in ((1, Fraction(7, 10)), (2, Fraction(1, 2))):
        scene, _, hidden = model_xy(parties, mu)
        for key in product(*scene.choices):
            attacked, data = attack_of(scene, hidden, key)
            known = proved(data)
            whole = Assemblage(QUBIT, scene, attacked.whole())
            model = proved(hidden_model(scene, whole, model_of_attack(scene, attacked, key)))
            same = known.statement["values"] == model.statement["values"]
            if not same or known.statement["probability"] != "1":
                return Finding("proof", False, f"the construction fails for {parties} parties and the key {key}")
            count += 1
    return Finding("proof", True, f"the construction gives models for {count} keys")


@check
def necessary() -> Finding:
    """A local-hidden-state model is an attack with probability 1, for any number of settings and any key."""
    count = 0
    for scene, _, hidden in (model_xy(1, Fraction(1, 2)), model_xy(2, Fraction(1, 2)), model_xyz()):
        for key in product(*scene.choices):
            if proved(attack_of(scene, hidden, key)[1]).statement["probability"] != "1":
                return Finding("proof", False, f"an outcome of the key {key} is not known")
            count += 1
    return Finding("proof", True, f"attacks with probability 1 for {count} keys, with two settings and with three")


@check
def three_settings_of_one_party() -> Finding:
    """One untrusted qubit, X, Y, Z, visibility 7/10: every outcome can be known for sure, and there is no model.

    For the key k the parts are (1 + 7/10 (e P_k + b P_y))/8; 2 (7/10)^2 <= 1. The functional sum of P_y b_y has the
    value 21/10, above sqrt 3, the largest over all strategies.
    """
    scene, eta = untrusted(1, 3), Fraction(7, 10)
    zero = Fraction(0)
    axes = [tuple(Fraction(int(k == j)) for j in range(1, 4)) for k in range(1, 4)]
    guessed = 0
    for key in range(3):
        parts: list[tuple[Event, Assemblage]] = []
        for e in (1, -1):
            states: dict[tuple[int, ...], Coordinates] = {}
            for word in scene.words:
                if not word:
                    states[word] = Fraction(1, 4), *(e * eta * x / 4 for x in axes[key])
                elif word[0] == key:
                    states[word] = e * Fraction(1, 4), *(eta * x / 4 for x in axes[key])
                else:
                    states[word] = zero, *(eta * x / 4 for x in axes[word[0]])
            parts.append((((key, (1 - e) // 2),), Assemblage(QUBIT, scene, states)))
        probability = sum((QUBIT.trace(part.state(event)) for event, part in parts), Fraction(0))
        found = proved(attack_certificate(Guess(QUBIT, scene, (key,)), (f"B{key}",), Attack(parts, probability)))
        guessed += found.statement["probability"] == "1"
    functional = {word: (zero, *axes[word[0]]) for word in scene.words if word}
    bound = proved(local_bound(scene, functional, "17321/10000"))
    holds = guessed == 3 and 3 * eta > Fraction(bound.statement["bound"])
    return Finding("proof", holds, "three keys known for sure, the value 21/10 above 17321/10000")
