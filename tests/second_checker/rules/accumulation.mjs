// Accumulation, a step of rule chain: entropies of one round, a theorem that is assumed, and bits of n rounds.
import { readPrecision } from "../expressions.mjs";
import { at, evaluatedAt, power } from "../interval.mjs";
import { MAX } from "../limits.mjs";
import { add, cmp, inv, least, most, mul, neg, ONE, Q, sub, ZERO } from "../rationals.mjs";
import { signOf } from "../fields.mjs";
import { Premises } from "./chain.mjs";

const total = (terms) => terms.reduce(add, ZERO);

export function accumulation(s, witness, checkPremise) {
  const found = witness.fields(["precision", "entropies", "lines"], ["least"]), p = readPrecision(found.precision);
  const mean = requireTradeoff(s, found, checkPremise), values = s.tradeoff;
  const largest = most(...values), smallest = least(...values);
  let lowest = smallest;
  if (found.least) {
    const premises = new Premises({ ...s, set: "quantum-commuting" }, checkPremise);
    const premise = premises.read(found.least, "bound", "quantum-commuting", ">=");
    const bound = premise.ring.asNumber(premise.bound);
    const isRational = bound && bound.length <= 1 && premises.isEqual(premise, premise.functional.operator, mean);
    if (!isRational) throw found.least.refuse("premise");
    lowest = most(lowest, bound[0] ?? ZERO);
  }
  if (s.counts) {
    const sum = total(s.counts.map((count, i) => mul(Q(count), values[i])));
    if (cmp(sum, mul(Q(s.rounds), s.threshold)) < 0) throw s.found.threshold.refuse("bits");
  }
  evaluatedAt(s.found.tradeoff, () => {
    if (s.bits.n) {
      const loss = s.theorem === "original" ? original(s, sub(largest, smallest), p)
        : later(s, sub(largest, smallest), sub(largest, lowest), p);
      if (cmp(s.bits, sub(mul(Q(s.rounds), s.threshold), loss)) > 0) throw s.found.bits.refuse("bits");
    }
    if (s.hashing) {
      const most2 = add(s.bits, mul(Q(2n), at("log2", mul(Q(2n), s.hashing.error), p)[0]));
      if (cmp(Q(s.hashing.length), most(ZERO, most2)) > 0) throw s.hashing.place.refuse("bits");
    }
  });
}

/** The mean of f as an operator, after it was found to be below the entropy. */
function requireTradeoff(s, found, checkPremise) {
  const { algebra, ring } = s, entries = found.entropies.items();
  if (entries.length > MAX.premises) throw found.entropies.refuse("size");
  const lines = entries.map((entry) => {
    const line = checkPremise(entry);
    if (line.kind !== "entropy") throw entry.refuse("premise");
    if (line.set !== s.set) throw entry.refuse("tag");
    const isSame = line.scenario.lines.join() === s.scenario.lines.join();
    if (line.hypotheses.size || line.ring.field || !isSame) throw entry.refuse("premise");
    return line;
  });
  const mean = new Map(), rest = new Map();
  s.cells.forEach(({ inputTuple, outcomes }, i) => {
    const weight = mul(s.probabilities[s.inputTuples.indexOf(inputTuple)], s.tradeoff[i]);
    algebra.add(mean, algebra.ofWord(s.scenario.event(inputTuple, outcomes)), ring.rational(weight));
  });
  algebra.add(rest, mean, ring.rational(neg(ONE)));
  found.lines.items(s.inputTuples.length).forEach((entry, z) => {
    if (entry.text() === "none") return;
    const index = entry.integer(0n);
    if (index >= BigInt(lines.length)) throw entry.refuse("unknown-name");
    const { guessed, functional } = lines[Number(index)];
    if (!guessed.every((i) => s.inputTuples[z].includes(i))) throw entry.refuse("premise");
    algebra.add(rest, functional.operator, ring.rational(s.probabilities[z]));
  });
  const left = [...rest.values()];
  if (left.some(({ word, c }) => word.length || signOf(ring.asNumber(c), null) < 0)) throw s.found.tradeoff.refuse("identity");
  return mean;
}

/** R of the original theorem, from above. */
function original(s, spread, p) {
  const inner = sub(ONE, mul(Q(2n), at("log2", mul(s.smoothing, s.acceptance), p)[0]));
  const whole = Q(-(-spread.n / spread.d) + (spread.n % spread.d ? 1n : 0n)); // the ceiling of a number >= 0
  const steps = add(at("log2", Q(BigInt(1 + 2 * s.outcomes)), p)[1], whole);
  return mul(Q(2n), mul(steps, at("sqrt", mul(Q(s.rounds), inner), p)[1]));
}

/** R of the two later theorems, from above. */
function later(s, spread, reach, p) {
  const isGeneral = s.theorem === "generalised", d = Q(BigInt(s.outcomes)), n = Q(s.rounds), { beta } = s;
  const log2 = (x) => at("log2", x, p), [two, twoAbove] = at("ln", Q(2n), p);
  const v = add(log2(add(mul(Q(2n), mul(d, d)), ONE))[1], at("sqrt", add(Q(2n), mul(mul(spread, spread), Q(1n, 4n))), p)[1]);
  const x = add(mul(Q(isGeneral ? 2n : 1n), log2(d)[1]), reach);
  const powerOf2 = (exponent) => at("exp", mul(exponent, twoAbove), p)[1];
  const cube = power(at("ln", add(powerOf2(x), at("exp", Q(2n), p)[1]), p), 3, p)[1], rest = sub(ONE, beta);
  const k = mul(mul(powerOf2(mul(beta, x)), cube), inv(mul(mul(Q(6n), mul(rest, mul(rest, rest))), two)));
  const errors = isGeneral
    ? add(mul(add(ONE, beta), log2(mul(Q(2n), inv(mul(s.smoothing, s.smoothing))))[1]),
      mul(add(ONE, mul(Q(2n), beta)), log2(inv(s.acceptance))[1]))
    : sub(ONE, mul(Q(2n), log2(mul(s.smoothing, s.acceptance))[0]));
  const first = mul(mul(n, beta), mul(mul(twoAbove, Q(1n, 2n)), mul(v, v)));
  return total([first, mul(errors, inv(beta)), mul(mul(n, mul(beta, beta)), k)]);
}
