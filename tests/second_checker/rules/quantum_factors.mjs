// Rule factors against a quantum adversary: estimation factors, a threshold, and a length.
import { readPrecision } from "../expressions.mjs";
import { at, evaluatedAt, FUNCTIONS } from "../interval.mjs";
import { MAX } from "../limits.mjs";
import { add, cmp, HALF, inv, least, most, mul, neg, ONE, Q, range, sub, ZERO } from "../rationals.mjs";
import { Premises, requireGuessing } from "./chain.mjs";
import { extremePoints } from "./factors.mjs";

const STEEP = Q(4n, 5n);
const POINTS_OF_STRATEGIES = 16;

export function quantumFactors(s, witness, checkPremise) {
  const found = witness.fields(["precision", "proofs"]), precision = readPrecision(found.precision);
  evaluatedAt(s.found.blocks, () => {
    found.proofs.items(s.blocks.length).forEach((proof, i) => {
      const { factor } = s.blocks[i], keys = proof.members();
      if (keys.has("points")) requirePoints(s, factor, proof, precision);
      else if (keys.size) requirePeak(s, factor, proof, checkPremise, precision);
      else if (cmp(most(...factor), ONE) > 0) throw proof.refuse("factor");
    });
    requireLength(s, precision);
  });
}

const total = (terms) => terms.reduce(add, ZERO);

function requirePoints(s, factor, proof, precision) {
  const found = proof.fields(["points"], ["cells"]), { inputs, inputLists } = s.scenario;
  if (inputLists.map((list) => list.map((i) => inputs[i].outcomes).join()).join(";") !== "2,2;2,2") {
    throw proof.refuse("factor");
  }
  const points = extremePoints({ ...s, set: "quantum-commuting" }, precision);
  if (found.points.integer(1n) !== BigInt(points.length)) throw found.points.refuse("factor");
  let gain = HALF;
  if (found.cells) {
    requireSteep(found.cells, s.power, precision);
    gain = mul(STEEP, sub(at("sqrt", Q(8n), precision)[0], Q(2n)));
  }
  const lowest = range(4).map((z) => least(...factor.slice(4 * z, 4 * z + 4)));
  for (const law of s.laws) {
    const [p, q, r, t] = law.map((probability, z) => mul(probability, lowest[z]));
    const mass = mul(Q(2n), most(least(add(p, q), add(r, t)), least(add(p, r), add(q, t))));
    const bonus = mul(mul(gain, mass), mul(s.power, inv(add(ONE, s.power))));
    points.forEach((point, number) => {
      const sum = total(point.map((value, i) => mul(value, mul(factor[i], law[Math.floor(i / 4)]))));
      if (cmp(sum, number < POINTS_OF_STRATEGIES ? ONE : add(ONE, bonus)) > 0) throw found.points.refuse("factor");
    });
  }
}

/** 1 - R is at least (4/5) beta/(1 + beta) times J - 2 on every cell of c = 1 - gap. */
function requireSteep(node, power, precision) {
  const cells = node.integer(2n, BigInt(MAX.cellsOfSlope)), last = Q(1n, 250n);
  const alpha = add(ONE, power), slope = mul(STEEP, mul(power, inv(alpha)));
  let gap = Q(29n, 100n), score = at("sqrt", Q(8n), precision)[1];
  for (;;) {
    const c = sub(ONE, gap), square = mul(c, c), d2 = sub(ONE, square);
    const [low, high] = at("sqrt", add(square, Q(4n)), precision).map((root) => mul(HALF, add(c, root)));
    const spread = mul(d2, add(ONE, mul(square, mul(low, low))));
    const purity = purityAbove(spread, power, alpha, precision);
    if (cmp(sub(ONE, purity), mul(slope, sub(score, Q(2n)))) < 0) throw node.refuse("factor");
    if (cmp(gap, last) === 0) return;
    score = add(mul(Q(2n), c), mul(Q(2n), mul(d2, high)));
    const next = mul(gap, Q(cells - 1n, cells)); // cut to 32 bits behind the point
    gap = most(last, Q((next.n << 32n) / next.d, 1n << 32n));
  }
}

function purityAbove(spread, power, alpha, precision) {
  const c = at("sqrt", spread, precision)[0];
  const powers = [add(ONE, c), sub(ONE, c)].map((twice) =>
    at("exp", mul(at("ln", mul(HALF, twice), precision)[1], inv(alpha)), precision)[1]);
  const exponent = sub(mul(alpha, at("ln", total(powers), precision)[1]), mul(power, at("ln", Q(2n), precision)[0]));
  return at("exp", exponent, precision)[1];
}

function requirePeak(s, factor, proof, checkPremise, precision) {
  const { algebra, ring } = s;
  const found = proof.fields(["peak", "scale", "functional", "constant", "slope", "guessing"]);
  const [peak, scale, constant, slope] = ["peak", "scale", "constant", "slope"].map((key) => found[key].rational());
  if (peak.n <= 0n || scale.n <= 0n || slope.n < 0n) throw proof.refuse("out-of-range");
  const functional = algebra.readTerms(found.functional, true), set = "quantum-commuting";
  requireGuessing({ ...s, set, functional, constant, slope }, found.guessing, new Premises({ ...s, set }, checkPremise));
  const size = add(at("log2", scale, precision)[1], mul(s.power, at("log2", peak, precision)[1]));
  if (size.n > 0n) throw found.scale.refuse("factor");
  for (const law of s.laws) {
    const rest = algebra.scalar(ring.rational(neg(constant)));
    algebra.add(rest, functional.operator, ring.rational(slope));
    s.cells.forEach(({ inputTuple, outcomes }, i) => {
      const x = mul(sub(add(ONE, s.power), mul(factor[i], inv(scale))), mul(peak, inv(s.power)));
      const weight = mul(law[s.inputTuples.indexOf(inputTuple)], x);
      algebra.add(rest, algebra.ofWord(s.scenario.event(inputTuple, outcomes)), ring.rational(weight));
    });
    if (rest.size) throw proof.refuse("identity");
  }
}

function requireLength(s, precision) {
  const scores = s.blocks.flatMap(({ factor, counts }) => counts.map((count, i) =>
    (count ? mul(Q(count), at("log2", factor[i], precision)[0]) : ZERO)));
  if (cmp(total(scores), s.threshold) < 0) throw s.found.threshold.refuse("bits");
  const penalty = mul(add(ONE, s.power), FUNCTIONS.log2([[s.error, s.error]], precision)[0]);
  const length = add(mul(add(s.threshold, penalty), inv(s.power)), Q(2n));
  if (cmp(Q(s.length), most(ZERO, length)) > 0) throw s.found.length.refuse("bits");
}
