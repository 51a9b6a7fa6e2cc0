"""Whether an accepted statement survives random admissible objects."""

from itertools import product
from typing import Any

import numpy as np

from tests.proofs.kernel.soundness.assemblages import (
    check_steering_bound,
    check_steering_guessing,
    check_steering_value,
)
from tests.proofs.kernel.soundness.comparisons import check_comparison
from tests.proofs.kernel.soundness.entropies import check_entropy
from tests.proofs.kernel.soundness.estimates import check_estimate
from tests.proofs.kernel.soundness.physics import (
    Mean,
    Numbers,
    Random,
    average,
    draw_box,
    draw_local,
    draw_measurements,
    draw_ordered,
    draw_symbols,
    inputs_of,
    part,
    read_model,
    read_table,
    worst_state,
)

Json = Any
SLACK = 1e-7


def total(mean: Mean, numbers: Numbers, terms: Json) -> float:
    return sum(c * mean(word) for c, word in numbers.polynomial(terms))


def satisfies(mean: Mean, numbers: Numbers, hypotheses: Json, slack: float = 1e-9) -> bool:
    """The hypotheses about means; a negative slack asks for more than they do."""
    for hypothesis in hypotheses:
        if hypothesis["kind"] == "mean":
            value = total(mean, numbers, hypothesis["polynomial"])
            if value < -slack or (hypothesis["sense"] == "=0" and value > slack):
                return False
    return True


def feasible_world(statement: Json, witness: Json, numbers: Numbers, random: Random) -> Mean | None:
    """The object of the certificate itself, which satisfies also the hypotheses about operators."""
    found = witness.get("feasible", {})
    if "behaviour" in found:
        return read_table(found["behaviour"], statement["scenario"], numbers, random).mean
    if "models" in found:
        models = [read_model(model, statement["scenario"], numbers) for model in found["models"]]
        weights = [numbers.value(model["weight"]) for model in found["models"]]
        norm = sum(w * m.mean("") for w, m in zip(weights, models, strict=True))
        return average([(w / norm, m.mean) for w, m in zip(weights, models, strict=True)])
    return None


def draw(statement: Json, numbers: Numbers, random: Random) -> Mean | None:
    """A random member of the set; None for one that does not satisfy the hypotheses about operators."""
    scenario, hypotheses = statement["scenario"], statement.get("hypotheses", [])
    if statement["set"] != "quantum-commuting":
        draws = {"local": draw_local, "no-signalling": draw_box, "time-ordered": draw_ordered}
        pure = draw_local if random.random() < 0.3 else draws[statement["set"]]
        return pure(scenario, random).mean
    world = draw_measurements(scenario, random, any(h["kind"] != "mean" for h in hypotheses))
    kills = []
    sign = -1.0 if statement.get("sense") == ">=" else 1.0
    wanted = [(sign * c, word) for c, word in numbers.polynomial(statement.get("functional", [["0", ""]]))]
    for hypothesis in hypotheses:
        terms = numbers.polynomial(hypothesis["polynomial"])
        if hypothesis["kind"] == "mean":
            # pulls the state towards its side
            pull = float(random.exponential()) * (1 if random.random() < 0.8 else -1)
            wanted += [(pull * c, word) for c, word in terms]
            continue
        matrix = world.combine(terms)
        if hypothesis["kind"] == "annihilates":
            kills.append(matrix)
            continue
        worst = np.abs(matrix).max() if hypothesis["kind"] == "relation" else -np.linalg.eigvalsh(matrix)[0]
        if worst > 1e-9:
            return None
    return world.mean if worst_state(world, wanted, kills) else None


def worlds(statement: Json, witness: Json, numbers: Numbers, random: Random, count: int) -> list[Mean]:
    """Random members that satisfy the hypotheses, mixed with the feasible object where that helps."""
    hypotheses = statement.get("hypotheses", [])
    drawn = [draw(statement, numbers, random) for _ in range(count)]
    result = [mean for mean in drawn if mean is not None]
    at = {name: numbers.value(x) for name, x in witness.get("symbols", {}).items()}
    feasible = feasible_world(statement, witness, numbers, random) if at == numbers.symbols else None
    if feasible is not None:
        if all(hypothesis["kind"] == "mean" for hypothesis in hypotheses):
            weights = random.random(len(result))
            result += [average([(w, mean), (1 - w, feasible)]) for mean, w in zip(result, weights, strict=True)]
        result.append(feasible)
    return [mean for mean in result if satisfies(mean, numbers, hypotheses)]


def check_bound(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a random member violates the bound; returns how many were tried."""
    random = np.random.default_rng(seed)
    numbers = draw_symbols(statement, random)
    if numbers is not None and statement.get("hypotheses") and "symbols" in witness and seed % 2:
        # the feasible object is one at the point of the witness
        numbers.symbols = {name: numbers.value(x) for name, x in witness["symbols"].items()}
    if numbers is None:
        return 0
    bound = numbers.value(statement["bound"])
    scale = 1 + abs(bound) + sum(abs(c) for c, _ in numbers.polynomial(statement["functional"]))
    tried = worlds(statement, witness, numbers, random, count)
    for mean in tried:
        value = total(mean, numbers, statement["functional"])
        excess = value - bound if statement["sense"] == "<=" else bound - value
        assert excess <= SLACK * scale, (statement, numbers.symbols)
    return len(tried)


def check_empty(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a random member, or a mixture of them, satisfies hypotheses that nothing should satisfy."""
    random = np.random.default_rng(seed)
    numbers = draw_symbols(statement, random)
    if numbers is None:
        return 0
    members = [mean for mean in (draw(statement, numbers, random) for _ in range(count)) if mean is not None]
    if all(h["kind"] == "mean" for h in statement["hypotheses"]) and members:
        weights = random.dirichlet(np.ones(len(members)))
        members.append(average(list(zip(weights, members, strict=True))))
    for mean in members:
        assert not satisfies(mean, numbers, statement["hypotheses"], -SLACK), statement
    return len(members)


def check_guessing(statement: Json, witness: Json, seed: int, count: int = 3) -> int:
    """Fail if a random decomposition with an average that satisfies the hypotheses is guessed too well."""
    random = np.random.default_rng(seed)
    numbers = draw_symbols(statement, random)
    if numbers is None:
        return 0
    drawn = [draw(statement, numbers, random) for _ in range(count)]
    parts = [mean for mean in (*drawn, feasible_world(statement, witness, numbers, random)) if mean is not None]
    weights = random.dirichlet(np.ones(len(parts)))
    if not satisfies(average(list(zip(weights, parts, strict=True))), numbers, statement.get("hypotheses", [])):
        return 0
    outcomes = inputs_of(statement["scenario"])
    names = statement["guessed"]
    events = [
        " ".join(f"{name}={o}" for name, o in zip(names, choice, strict=True))
        for choice in product(*(range(outcomes[name[0], name[1:]]) for name in names))
    ]
    guessed = sum(w * max(mean(event) for event in events) for w, mean in zip(weights, parts, strict=True))
    assert guessed <= numbers.value(statement["bound"]) + SLACK, statement
    return 1


def check_value(statement: Json, witness: Json, seed: int, count: int = 1) -> int:
    """Fail if the explicit object, evaluated in floating point, does not have the stated values."""
    random = np.random.default_rng(seed)
    numbers = Numbers(statement)
    numbers.symbols = {name: numbers.value(x) for name, x in witness.get("symbols", {}).items()}
    drawn = draw_symbols(statement, random)
    tried = 0
    for at in [numbers] if drawn is None else [numbers, drawn]:
        mean = feasible_world(statement, {"feasible": witness}, at, random)
        assert mean is not None
        # entries that are no model at another point of the relations would show here too
        scale = 1 + sum(abs(at.value(entry["value"])) for entry in statement["values"])
        assert abs(mean("") - 1) < SLACK * scale
        for entry in statement["values"]:
            difference = total(mean, at, entry["functional"]) - at.value(entry["value"])
            assert abs(difference) < SLACK * scale, (statement, at.symbols)
            tried += 1
    return tried


def check_equality(statement: Json, witness: Json, seed: int, count: int = 2) -> int:
    """Fail if a random member, or a part of the feasible object, has other means than those stated."""
    random = np.random.default_rng(seed)
    numbers = draw_symbols(statement, random)
    if numbers is None:
        return 0
    at = {name: numbers.value(x) for name, x in witness.get("symbols", {}).items()}
    if at and seed % 2:
        numbers.symbols = at
    tried = worlds(statement, witness, numbers, random, count)
    if at == numbers.symbols:
        models = [read_model(m, statement["scenario"], numbers) for m in witness.get("feasible", {}).get("models", [])]
        tried += [part(model, random) for model in models]
    for entry in statement["values"]:
        terms, value = numbers.polynomial(entry["functional"]), numbers.value(entry["value"])
        scale = 1 + abs(value) + sum(abs(c) for c, _ in terms)
        for mean in tried:
            # the root, because a state may miss what annihilates it by the root of what its means miss
            assert abs(total(mean, numbers, entry["functional"]) - value * mean("")) <= SLACK**0.5 * scale, statement
    return len(tried)


CHECKS = {
    "bound": check_bound, "empty": check_empty, "guessing": check_guessing, "value": check_value,
    "equality": check_equality, "comparison": check_comparison, "estimated-bits": check_estimate,
    "entropy": check_entropy, "steering-bound": check_steering_bound, "steering-guessing": check_steering_guessing,
    "steering-value": check_steering_value,
}  # fmt: skip


def holds(document: Json, seed: int, count: int = 2) -> int:
    """Fail if the statement of an accepted certificate does not hold at random points; how many were tried."""
    check = CHECKS.get(document["statement"]["kind"])
    return 0 if check is None else check(document["statement"], document["witness"], seed, count)
