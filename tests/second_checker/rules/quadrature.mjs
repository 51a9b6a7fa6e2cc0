// Rule quadrature: a bound on an entropy from a rational function below ln, and squares with letters Z and Z*.
import { signOf } from "../fields.mjs";
import { readPrecision } from "../expressions.mjs";
import { at } from "../interval.mjs";
import { MAX } from "../limits.mjs";
import { add, cmp, inv, mul, neg, ONE, Q, range, sub, ZERO } from "../rationals.mjs";
import { excludeVacuity, subtractMeans } from "./parts.mjs";
import { readIntegralGram } from "./sos.mjs";

const TWO = Q(2n);
const STAR = { 1: "1", Z: "Z*", "Z*": "Z" };
const PARTS = Object.keys(STAR).sort(); // 1, Z, Z*

export function quadrature(s, witness) {
  const found = witness.fields(["precision", "constant", "last", "nodes", "intervals", "ln2"], ["means", "feasible"]);
  excludeVacuity(s, found, witness);
  const precision = readPrecision(found.precision), constant = found.constant.rational(), last = readPositive(found.last);
  const entries = found.nodes.items();
  if (entries.length > MAX.quadratureNodes) throw found.nodes.refuse("size");
  if (!entries.length) throw found.nodes.refuse("wrong-shape");
  const nodes = entries.map((entry) => entry.fields(["node", "weight", "outcomes"]));
  const points = nodes.map(({ node, weight }) => ({ t: readPositive(node), w: readPositive(weight) }));
  points.forEach(({ t }, i) => {
    if (cmp(t, ONE) >= 0) throw nodes[i].node.refuse("out-of-range");
  });
  requireBelowLn({ constant, last, points, precision }, found.intervals);
  const ln2 = found.ln2.rational();
  if (cmp(ln2, at("ln", TWO, precision)[1]) < 0) throw found.ln2.refuse("enclosure");
  const { algebra, ring } = s, total = algebra.scalar(ring.rational(neg(constant)));
  nodes.forEach(({ outcomes }, i) => {
    const ratio = ring.rational(mul(points[i].w, inv(points[i].t)));
    algebra.add(total, algebra.identity(), ratio);
    for (const polynomial of readOutcomes(s, points[i].t, outcomes)) algebra.add(total, polynomial, ratio);
  });
  algebra.add(total, s.functional.operator, ring.rational(neg(ln2)));
  subtractMeans(s, found, total);
  const rest = [...total.values()];
  if (rest.some(({ word }) => word.length)) throw witness.refuse("identity");
  if (rest.some(({ c }) => signOf(ring.asNumber(c), ring.field) < 0)) throw s.found.functional.refuse("bits");
}

function readPositive(node) {
  const value = node.rational();
  if (value.n <= 0n) throw node.refuse("out-of-range");
  return value;
}

/** The polynomial P of each outcome tuple. */
function readOutcomes(s, t, node) {
  const { algebra, ring } = s, found = [];
  node.items(s.events.length).forEach((entry, k) => {
    if (entry.members().has("image")) {
      const { image, relabelling } = entry.fields(["image", "relabelling"]), source = image.integer(0n);
      if (source >= BigInt(k)) throw image.refuse("unknown-name");
      found.push(imageOf(s, relabelling, Number(source), k, found[Number(source)]));
      return;
    }
    const { grams } = entry.fields(["grams"]), event = algebra.ofWord(s.events[k]);
    const sums = new Map(); // word in Z -> operator of the other letters
    const into = (word, operator, c) => {
      if (!sums.has(word)) sums.set(word, new Map());
      algebra.add(sums.get(word), operator, ring.rational(c));
    };
    into("Z", event, ONE);
    into("Z*", event, ONE);
    into("Z* Z", event, sub(ONE, t));
    into("Z Z*", algebra.identity(), t);
    for (const gram of grams.filled()) subtractSquares(s, gram, into);
    for (const [word, operator] of sums) if (word && operator.size) throw entry.refuse("identity");
    found.push(sums.get("") ?? new Map());
  });
  return found;
}

function subtractSquares(s, node, into) {
  const { algebra } = s, found = node.fields(["words", "denominator", "rows"], ["factor"]);
  const parts = found.words.fields(PARTS);
  const basis = PARTS.flatMap((part) =>
    parts[part].items().map((terms) => ({ part, operator: algebra.readTerms(terms).operator })));
  if (basis.length > MAX.rows) throw found.words.refuse("size");
  const denominator = found.denominator.integer(1n), rows = readIntegralGram(s, node, found, basis.length);
  const stars = basis.map(({ part, operator }) => ({ part: STAR[part], operator: algebra.adjoint(operator) }));
  rows.forEach((row, i) => row.forEach((entry, j) => {
    if (!entry) return;
    for (const [u, v] of i === j ? [[i, i]] : [[i, j], [j, i]]) {
      const word = [stars[u].part, basis[v].part].filter((part) => part !== "1").join(" ");
      into(word, algebra.multiply(stars[u].operator, basis[v].operator), Q(-entry, denominator));
    }
  }));
}

/** The image of a polynomial under a relabelling that takes one outcome tuple to another. */
function imageOf(s, node, source, target, polynomial) {
  const { algebra, ring, scenario } = s, { inputs } = scenario;
  const entries = node.items(inputs.length).map((entry) => entry.items(2));
  const to = entries.map(([name]) => scenario.readInput(name));
  const orders = entries.map(([, order]) => order.items().map((outcome) => Number(outcome.integer(0n))));
  const isPermutation = (list, n) => list.length === n && new Set(list).size === n && list.every((k) => k < n);
  const pairs = scenario.commuting.map(([i, j]) => [to[i], to[j]].sort((a, b) => a - b).join());
  const fits = isPermutation(to, inputs.length) && inputs.every((input, i) =>
    input.party === inputs[to[i]].party && input.outcomes === inputs[to[i]].outcomes
    && isPermutation(orders[i], input.outcomes));
  if (!fits || scenario.commuting.some((pair) => !pairs.includes(pair.join()))) throw node.refuse("out-of-range");
  const image = new Map(s.guessed.map((i, k) => [to[i], orders[i][s.outcomes[source][k]]]));
  if (!s.guessed.every((i, k) => image.get(i) === s.outcomes[target][k])) throw node.refuse("identity");
  const letters = scenario.letters.map(({ input, outcome }) => {
    const event = (o) => algebra.ofWord(scenario.event([to[input]], [orders[input][o]]));
    return outcome === null ? algebra.minus(event(0), event(1)) : event(outcome);
  });
  const total = new Map();
  for (const { word, c } of polynomial.values()) {
    const product = word.reduce((left, letter) => algebra.multiply(left, letters[letter]), algebra.scalar(ring.rational(ONE)));
    algebra.add(total, product, c);
  }
  return total;
}

// -- the function below ln ------------------------------------------------------------------------

const timesPolynomial = (p, q) => {
  const result = range(p.length + q.length - 1).map(() => ZERO);
  p.forEach((a, i) => q.forEach((b, j) => { result[i + j] = add(result[i + j], mul(a, b)); }));
  return result;
};

/** f' times x^2 and the squares of all 1 - t + t x, constant term first. */
function numeratorOf({ last, points }) {
  const squares = points.map(({ t }) => [sub(ONE, t), t]).map((factor) => timesPolynomial(factor, factor));
  const whole = squares.reduce(timesPolynomial, [ONE]);
  const parts = [timesPolynomial([neg(last), ONE], whole)];
  points.forEach(({ w }, i) => {
    const others = squares.filter((_, k) => k !== i).reduce(timesPolynomial, [ONE]);
    parts.push(timesPolynomial([ZERO, ZERO, neg(w)], others));
  });
  return range(2 * points.length + 2).map((k) => parts.reduce((sum, part) => add(sum, part[k] ?? ZERO), ZERO));
}

function requireBelowLn(f, node) {
  const numerator = numeratorOf(f), entries = node.items();
  if (entries.length > MAX.quadratureIntervals) throw node.refuse("size");
  if (!entries.length) throw node.refuse("wrong-shape");
  let previous = ZERO;
  for (const entry of entries) {
    const [low, high] = entry.items(2).map((end) => end.rational());
    if (cmp(previous, low) >= 0 || cmp(low, high) > 0) throw entry.refuse("out-of-range");
    requireNoZero(numerator, previous, low, entry);
    const y = sub(high, ONE);
    const right = f.points.reduce((sum, { t, w }) => add(sum, mul(mul(w, y), inv(add(ONE, mul(t, y))))),
      mul(mul(f.last, y), inv(high)));
    if (cmp(add(at("ln", low, f.precision)[0], f.constant), right) < 0) throw entry.refuse("enclosure");
    previous = high;
  }
  requireNoZero(numerator, previous, null, entries.at(-1));
}

/** The coefficients in y, x = (low + high y)/(1 + y) or low + y, have one sign. */
function requireNoZero(numerator, low, high, node) {
  const top = [low, high ?? ONE], bottom = high ? [ONE, ONE] : [ONE], degree = numerator.length - 1;
  const powers = (p) => range(degree).reduce((list) => [...list, timesPolynomial(list.at(-1), p)], [[ONE]]);
  const tops = powers(top), bottoms = powers(bottom), result = range(degree + 1).map(() => ZERO);
  numerator.forEach((c, k) => {
    timesPolynomial(tops[k], bottoms[degree - k]).forEach((x, i) => { result[i] = add(result[i], mul(c, x)); });
  });
  if (result.some((x) => x.n < 0n) && result.some((x) => x.n > 0n)) throw node.refuse("not-isolating");
}
