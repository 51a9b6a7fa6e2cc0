// Rule amplification: functionals, points at every tree of the source, and the tail of a binomial distribution.
import { spend } from "../limits.mjs";
import { add, cmp, HALF, least, MINUS_ONE, most, mul, neg, ONE, Q, range, sub, tuples, ZERO } from "../rationals.mjs";

const SMALLEST = 8192n;

export function amplification(s, witness) {
  const found = witness.fields(["functionals", "points", "precision"]);
  const precision = found.precision.integer(8n, 4096n);
  const functionals = found.functionals.items(s.strings.length).map((list, string) =>
    list.items().map((entry) => readFunctional(s, s.strings[string].difference, entry)));
  const points = found.points.filled().map((entry) => readPoint(s, functionals, entry));
  const gain = leastGain(s, points, found.points);
  if (gain.n <= 0n || cmp(gain, ONE) >= 0) throw found.points.refuse("law");
  const tail = binomialTail(s, gain, precision);
  const sum = range(Number(s.bits)).reduce((power) => mul(power, add(ONE, tail)), ONE);
  if (cmp(mul(Q(2n), s.error), sub(sum, ONE)) < 0) throw s.found.error.refuse("error");
}

function readWeight(node) {
  const weight = node.rational();
  if (weight.n < 0n) throw node.refuse("weight-sign");
  return weight;
}

/** total += factor * (sum of events), in place; `alsoTo` gets the sum itself. */
function readEvents(s, node, total, factor, alsoTo = new Map()) {
  const { algebra, ring, scenario } = s;
  for (const entry of node.items()) {
    const [w, event] = entry.items(2), word = scenario.readWord(event);
    scenario.requireBehaviourWord(event, word);
    // an observable has no nonnegative mean
    if (!word.length || word.some((x) => scenario.atoms[x].outcome === null)) throw event.refuse("not-a-word");
    const weight = readWeight(w), operator = algebra.ofWord(word);
    algebra.add(total, operator, ring.rational(mul(factor, weight)));
    algebra.add(alsoTo, operator, ring.rational(weight));
  }
}

/** plus + minus, which is twice the functional. */
function readFunctional(s, difference, node) {
  const { plus, minus } = node.fields(["plus", "minus"]), sum = new Map(), rest = new Map();
  s.algebra.add(rest, difference, s.ring.rational(Q(-2n)));
  readEvents(s, plus, rest, ONE, sum);
  readEvents(s, minus, rest, MINUS_ONE, sum);
  if (rest.size) throw node.refuse("identity");
  return sum;
}

function readPoint(s, functionals, node) {
  const { weights, slack } = node.fields(["weights", "slack"]), { algebra, ring } = s;
  const masses = functionals.map(() => ZERO), total = new Map();
  for (const entry of weights.items()) {
    const [w, stringNode, numberNode] = entry.items(3), string = stringNode.integer(0n), number = numberNode.integer(0n);
    const functional = functionals[string]?.[number];
    if (!functional) throw entry.refuse("unknown-name");
    const weight = readWeight(w);
    masses[string] = add(masses[string], weight);
    algebra.add(total, algebra.identity(), ring.rational(weight));
    algebra.add(total, functional, ring.rational(neg(mul(HALF, weight))));
  }
  readEvents(s, slack, total, MINUS_ONE);
  const rest = [...total.values()];
  if (rest.some(({ word }) => word.length)) throw node.refuse("identity");
  return { masses, gain: rest.length ? rest[0].c.get(ring.unit)[0] : ZERO };
}

/** Every law of `length` bits in which each has one of two probabilities given the ones before. */
function trees(length, ends) {
  if (!length) return [[ONE]];
  const rest = trees(length - 1, ends);
  return tuples([ends, rest, rest]).map(([p, first, second]) =>
    [...first.map((x) => mul(p, x)), ...second.map((x) => mul(sub(ONE, p), x))]);
}

function leastGain(s, points, node) {
  const gains = trees(s.length, [sub(HALF, s.bias), add(HALF, s.bias)]).map((law) => {
    spend(points.length * law.length);
    const fitting = points.filter(({ masses }) => masses.every((mass, u) => cmp(mass, law[u]) <= 0));
    if (!fitting.length) throw node.refuse("law");
    return most(...fitting.map(({ gain }) => gain));
  });
  return least(...gains);
}

const bits = (m) => BigInt(m.toString(2).length);
const upShift = (m, places) => -(-m >> places);

/** At least the probability of so many failures: a sum of terms m 2^e, each rounded up. */
function binomialTail({ devices, failures }, gain, precision) {
  const times = ([m, e], [n, f]) => {
    const product = m * n, long = bits(product) - precision, drop = long > 0n ? long : 0n;
    spend(1);
    return [upShift(product, drop), e + f + drop];
  };
  const above = ({ n, d }) => {
    const shift = precision + bits(d);
    return times([((n << shift) + d - 1n) / d, -shift], [1n, 0n]);
  };
  spend(3 * Number(failures)); // before they are calculated
  const passing = above(sub(ONE, gain)), odds = above(mul(gain, { n: gain.d, d: gain.d - gain.n }));
  let term = [1n, 0n], total = 0n;
  for (const digit of devices.toString(2)) {
    term = times(term, term);
    if (digit === "1") term = times(term, passing);
  }
  for (let j = 0n; j <= failures; j++) {
    if (j) term = times(times(term, odds), above(Q(devices - j + 1n, j)));
    const places = term[1] + SMALLEST;
    total += places >= 0n ? term[0] << places : upShift(term[0], -places);
  }
  return Q(total, 1n << SMALLEST);
}
