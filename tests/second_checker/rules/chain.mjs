// Rule chain: from bounds on probabilities to bits.
import { assumptionsWithout } from "../entropy.mjs";
import { readPrecision } from "../expressions.mjs";
import { at, evaluatedAt } from "../interval.mjs";
import { MAX } from "../limits.mjs";
import { absolute, add, cmp, HALF, inv, least, most, mul, neg, product, Q, range, sub, ZERO } from "../rationals.mjs";
import { valueOn } from "../scenario.mjs";

/** `checkPremise` checks a premise like a certificate and returns its statement. */
export function chain(s, witness, checkPremise) {
  const isOneRound = s.kind === "min-entropy";
  const found = witness.fields(["guessing", "precision", isOneRound ? "attained" : "range"]);
  const precision = readPrecision(found.precision);
  requireTags(s, isOneRound);
  const premises = new Premises(s, checkPremise);
  requireGuessing(s, found.guessing, premises);
  if (isOneRound) {
    requireAttained(s, found.attained, premises);
    requireBits(s, s.score, 1n, found.guessing, precision);
  } else {
    requireRange(s, found.range, premises);
    requireDeviation(s, precision);
    requireBits(s, least(sub(s.estimate, s.eps), s.high), s.rounds, found.guessing, precision);
  }
}

function requireTags(s, isOneRound) {
  const allowed = {
    conditioning: ["none"],
    functional: ["declared", "calibration"],
    memory: [isOneRound ? "none" : "any"],
    adversary: isOneRound && s.set === "quantum-commuting" ? ["classical", "quantum"] : ["classical"],
  };
  for (const [tag, values] of Object.entries(allowed)) {
    if (!values.includes(s.kinds[tag])) throw s.found.tags.refuse("tag");
  }
  const needed = assumptionsWithout(isOneRound
    ? ["free-inputs", "no-later-inputs", "all-rounds", "rounds-declared"]
    : ["independent-inputs"]);
  if (needed.some((name) => !s.assumptions.includes(name))) throw s.found.assumptions.refuse("assumption-missing");
  if (s.assumptions.length > needed.length) throw s.found.assumptions.refuse("tag");
}

/** Premises of one chain. They may have a field of their own, so they are compared in their own rings. */
export class Premises {
  constructor(s, checkPremise) {
    Object.assign(this, { s, checkPremise });
  }

  /** The statement of a premise about the same scenario. */
  read(node, kind, set, sense) {
    const premise = this.checkPremise(node);
    if (premise.kind !== kind) throw node.refuse("premise");
    if (premise.set !== set) throw node.refuse("tag");
    const isSame = premise.scenario.lines.join() === this.s.scenario.lines.join() && premise.sense === sense;
    if (!isSame || premise.hypotheses.size || premise.ring.names.length) throw node.refuse("premise");
    return premise;
  }

  isEqual(premise, operator, wanted) {
    return !premise.algebra.minus(operator, wanted).size;
  }

  /** The sign of value - rational. */
  excess(premise, value, rational) {
    return premise.ring.sign(premise.ring.sub(value, premise.ring.rational(rational)));
  }
}

/** Step 2: for every cell, E + s F <= c is a premise, E the product of events of some of the parties. */
export function requireGuessing(s, node, premises) {
  const nodes = node.items(), { algebra, ring } = s;
  if (nodes.length > MAX.premises) throw node.refuse("size");
  const proved = nodes.map((entry) => {
    const premise = premises.read(entry, "bound", s.set, "<=");
    if (premises.excess(premise, premise.bound, s.constant) > 0) throw entry.refuse("premise");
    return premise;
  });
  for (const { inputTuple, outcomes } of s.cells) {
    const events = s.scenario.event(inputTuple, outcomes), subsets = range(2 ** events.length).slice(1);
    const isCovered = subsets.some((subset) => {
      const wanted = algebra.ofWord(events.filter((_, k) => (subset >> k) & 1));
      algebra.add(wanted, s.functional.operator, ring.rational(s.slope));
      return proved.some((premise) => premises.isEqual(premise, premise.functional.operator, wanted));
    });
    if (!isCovered) throw node.refuse("premise-missing");
  }
}

/** Step 3: some behaviour reaches the score, or the claim would be about nothing. */
function requireAttained(s, node, premises) {
  const set = s.set === "quantum-commuting" ? "quantum-tensor" : s.set;
  const premise = premises.read(node, "value", set, undefined);
  const isReached = premise.values.some(({ operator, value }) =>
    premises.isEqual(premise, operator, s.functional.operator) && premises.excess(premise, value, s.score) >= 0);
  if (!isReached) throw node.refuse("vacuous");
}

/** Step 4: low <= F <= high. */
function requireRange(s, node, premises) {
  const [upper, lower] = node.items(2);
  const requireEnd = (entry, sense, isWithin) => {
    const premise = premises.read(entry, "bound", s.set, sense);
    const isAboutF = premises.isEqual(premise, premise.functional.operator, s.functional.operator);
    if (!isAboutF || !isWithin(premise)) throw entry.refuse("premise");
  };
  requireEnd(upper, "<=", (premise) => premises.excess(premise, premise.bound, s.high) <= 0);
  requireEnd(lower, ">=", (premise) => premises.excess(premise, premise.bound, s.low) >= 0);
}

/** The estimator of every cell: the coefficient of its probability in F over the probability of its inputs. */
function estimators(s) {
  const terms = s.functional.terms.map(({ value, word }) => ({
    coefficient: s.ring.asNumber(value)[0], // F has rational coefficients
    atoms: word.map((x) => s.scenario.atoms[x]),
  }));
  return s.cells.map(({ inputTuple, outcomes }) => {
    const coefficient = terms.reduce((sum, { coefficient: c, atoms }) => {
      if (atoms.some(({ input }, k) => input !== inputTuple[k])) return sum;
      const value = product(atoms.map((atom, k) => valueOn(atom, outcomes[k])));
      return add(sum, mul(c, Q(BigInt(value))));
    }, ZERO);
    return mul(coefficient, inv(s.probabilities[s.inputTuples.indexOf(inputTuple)]));
  });
}

/** Steps 5 and 6: the estimate is the mean of the estimator, and it deviates with probability at most delta. */
function requireDeviation(s, precision) {
  const { estimate, deviation } = s.found, t = estimators(s);
  const sum = t.reduce((total, x, i) => add(total, mul(x, Q(s.counts[i]))), ZERO);
  if (cmp(mul(sum, Q(1n, s.rounds)), s.estimate)) throw estimate.refuse("estimate");
  const isAzuma = s.method === "azuma";
  const width = isAzuma
    ? add(most(...t.map(absolute)), most(absolute(s.low), absolute(s.high)))
    : sub(most(...t), least(...t));
  if (!width.n) throw deviation.refuse("deviation");
  const ratio = mul(s.eps, inv(width)), factor = mul(isAzuma ? HALF : Q(2n), Q(s.rounds));
  const exponent = neg(mul(factor, mul(ratio, ratio)));
  const [, tail] = evaluatedAt(deviation, () => at("exp", exponent, precision));
  if (cmp(tail, s.delta) > 0) throw deviation.refuse("deviation");
}

/** Step 7: bits <= n min(-log2 p, log2 K) with p = c - s S. */
function requireBits(s, score, rounds, guessing, precision) {
  if (!s.bits.n) return;
  const p = sub(s.constant, mul(s.slope, score));
  if (p.n <= 0n) throw guessing.refuse("domain");
  const [, log2p] = at("log2", p, precision), [cap] = at("log2", Q(BigInt(s.outcomes)), precision);
  if (cmp(s.bits, mul(Q(rounds), least(neg(log2p), cap))) > 0) throw s.found.bits.refuse("bits");
}
