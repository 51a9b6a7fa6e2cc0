// Rule factors: probability-estimation factors and counts of n rounds give bits.
import { readPrecision } from "../expressions.mjs";
import { at, evaluatedAt } from "../interval.mjs";
import { MAX } from "../limits.mjs";
import { add, cmp, HALF, inv, least, most, mul, neg, ONE, Q, range, sub, tuples, ZERO } from "../rationals.mjs";
import { Premises, requireGuessing } from "./chain.mjs";

export function factors(s, witness, checkPremise) {
  const found = witness.fields(["precision", "proofs"], ["bounds"]), precision = readPrecision(found.precision);
  const bounds = found.bounds ? readBounds(s, found.bounds, new Premises(s, checkPremise)) : null;
  const proofs = found.proofs.items(s.blocks.length);
  evaluatedAt(s.found.blocks, () => {
    s.blocks.forEach((block, i) => requireFactor(s, block.factor, proofs[i], bounds, witness, precision));
    requireBits(s, precision);
  });
}

function requireFactor(s, factor, node, bounds, witness, precision) {
  const keys = node.members();
  if (keys.has("points")) requireAtPoints(s, factor, node.fields(["points"]).points, precision);
  else if (keys.size) {
    if (!bounds) throw witness.refuse("missing-key");
    requirePieces(s, factor, node, bounds, precision);
  } else if (cmp(most(...factor), ONE) > 0) throw node.refuse("factor");
}

/** At least value^exponent, for a value between 0 and 1; those two stay what they are. */
function powerAbove(value, exponent, precision) {
  if (!value.n || cmp(value, ONE) === 0) return value;
  return at("exp", mul(at("ln", value, precision)[1], exponent), precision)[1];
}

const total = (terms) => terms.reduce(add, ZERO);

/** Probabilities, or rationals above them, at the extreme points of the set. */
export function extremePoints(s, precision) {
  const root = at("sqrt", Q(2n), precision), [low, high] = root.map((end) => sub(end, ONE)); // sqrt 2 - 1
  const cells = s.cells.map(({ inputTuple, outcomes }) => ({ z: inputTuple.map((i) => i % 2), c: outcomes }));
  const strategies = tuples(range(4).map(() => [0, 1])).map((f) => // outcomes for A0, A1, B0, B1
    cells.map(({ z, c }) => c[0] === f[z[0]] && c[1] === f[2 + z[1]]));
  const points = strategies.map((strategy) => strategy.map((isHere) => (isHere ? ONE : ZERO)));
  for (const [k0, k1, k2] of tuples(range(3).map(() => [0, 1]))) {
    const wins = cells.map(({ z: [x, y], c: [a, b] }) => (a ^ b) === ((x & y) ^ (k0 & x) ^ (k1 & y) ^ k2));
    if (s.set === "no-signalling") points.push(wins.map((isWon) => (isWon ? HALF : ZERO)));
    else {
      const losesOnce = (strategy) => strategy.filter((isHere, i) => isHere && !wins[i]).length === 1;
      for (const strategy of strategies.filter(losesOnce)) {
        // (1 - t) of the strategy and t of the box, from above
        points.push(strategy.map((isHere, i) => {
          const ofBox = wins[i] ? mul(isHere ? low : high, HALF) : ZERO;
          return isHere ? add(sub(ONE, low), ofBox) : ofBox;
        }));
      }
    }
  }
  return points;
}

function requireAtPoints(s, factor, node, precision) {
  const { inputs, inputLists } = s.scenario, shape = inputLists.map((list) => list.map((i) => inputs[i].outcomes).join());
  if (shape.join(";") !== "2,2;2,2") throw node.refuse("factor");
  const points = extremePoints(s, precision);
  if (node.integer(1n) !== BigInt(points.length)) throw node.refuse("factor");
  const powers = new Map(), exponent = add(ONE, s.power);
  const powerOf = (value) => {
    const key = `${value.n}/${value.d}`;
    if (!powers.has(key)) powers.set(key, powerAbove(value, exponent, precision));
    return powers.get(key);
  };
  for (const point of points) {
    const terms = point.map((value, i) => mul(factor[i], powerOf(value)));
    for (const law of s.laws) {
      const sum = total(terms.map((term, i) => mul(term, law[s.inputTuples.indexOf(s.cells[i].inputTuple)])));
      if (cmp(sum, ONE) > 0) throw node.refuse("factor");
    }
  }
}

/** Lines above all probabilities, the trivial one first, and the premises of the range. */
function readBounds(s, node, premises) {
  const found = node.fields(["functional", "range", "lines"]), functional = s.algebra.readTerms(found.functional, true);
  const ends = found.range.items(2), senses = [">=", "<="];
  const limits = ends.map((entry, i) => {
    const premise = premises.read(entry, "bound", s.set, senses[i]);
    if (!premises.isEqual(premise, premise.functional.operator, functional.operator)) throw entry.refuse("premise");
    return premise;
  });
  const entries = found.lines.items();
  if (entries.length > MAX.lines) throw found.lines.refuse("size");
  const lines = entries.map((entry) => {
    const parts = entry.fields(["constant", "slope", "guessing"]);
    const line = { constant: parts.constant.rational(), slope: parts.slope.rational() };
    if (line.slope.n < 0n) throw parts.slope.refuse("out-of-range");
    requireGuessing({ ...s, functional, ...line }, parts.guessing, premises);
    return line;
  });
  return { functional, limits, premises, lines: [{ constant: ONE, slope: ZERO }, ...lines] };
}

function requirePieces(s, factor, node, bounds, precision) {
  const found = node.fields(["affine", "ends", "lines"]), m0 = least(...factor);
  const affine = found.affine.items(s.laws.length).map((entry, k) => readAffine(s, factor, s.laws[k], bounds, entry));
  const endNodes = found.ends.items();
  if (endNodes.length > MAX.pieces + 1) throw found.ends.refuse("size");
  if (endNodes.length < 2) throw found.ends.refuse("wrong-shape");
  const ends = endNodes.map((end) => end.rational()), { premises, limits: [lower, upper] } = bounds;
  const isCovered = premises.excess(lower, lower.bound, ends[0]) >= 0 && premises.excess(upper, upper.bound, ends.at(-1)) <= 0;
  if (!isCovered) throw found.ends.refuse("factor");
  found.lines.items(ends.length - 1).forEach((entry, k) => {
    const index = entry.integer(0n);
    if (index >= BigInt(bounds.lines.length)) throw entry.refuse("unknown-name");
    requirePiece([ends[k], ends[k + 1]], bounds.lines[Number(index)], { s, affine, m0, entry, precision });
  });
}

function requirePiece(piece, { constant, slope }, { s, affine, m0, entry, precision }) {
  const [g1, g2] = piece.map((J) => sub(constant, mul(slope, J)));
  if (cmp(...piece) >= 0 || cmp(g1, ONE) > 0 || g2.n <= 0n) throw entry.refuse("factor");
  const m = g1.d / g1.n, inverse = inv(g2); // the number of times g1 goes into 1
  if (cmp(inverse, Q(m + 1n)) > 0) throw entry.refuse("factor");
  const exponent = add(ONE, s.power), u = powerAbove(g1, s.power, precision);
  [g1, g2].forEach((g, end) => {
    const rest = powerAbove(sub(ONE, mul(Q(m), g)), exponent, precision);
    const phi = add(mul(Q(m), powerAbove(g, exponent, precision)), rest);
    for (const [alpha, kappa] of affine) {
      const above = most(ZERO, sub(add(alpha, mul(kappa, piece[end])), m0));
      if (cmp(add(mul(m0, phi), mul(u, above)), ONE) > 0) throw entry.refuse("factor");
    }
  });
}

/** [alpha, kappa]: the sum of nu F P is alpha + kappa <I> or, by a premise, at most that. */
function readAffine(s, factor, law, { functional, premises }, node) {
  const entries = node.items();
  if (entries.length < 2) throw node.refuse("wrong-shape");
  if (entries.length > 3) throw node.refuse("size");
  const [alpha, kappa] = entries.slice(0, 2).map((entry) => entry.rational()), { algebra, ring } = s, rest = new Map();
  s.cells.forEach(({ inputTuple, outcomes }, i) => {
    const weight = mul(law[s.inputTuples.indexOf(inputTuple)], factor[i]);
    algebra.add(rest, algebra.ofWord(s.scenario.event(inputTuple, outcomes)), ring.rational(weight));
  });
  algebra.add(rest, functional.operator, ring.rational(neg(kappa)));
  if (entries.length === 3) {
    const premise = premises.read(entries[2], "bound", s.set, "<=");
    if (premises.excess(premise, premise.bound, alpha) > 0) throw entries[2].refuse("premise");
    if (!premises.isEqual(premise, premise.functional.operator, rest)) throw node.refuse("identity");
  } else {
    algebra.add(rest, algebra.identity(), ring.rational(neg(alpha)));
    if (rest.size) throw node.refuse("identity");
  }
  return [alpha, kappa];
}

/** The bits are at most h and what all outputs could have at most. */
function requireBits(s, precision) {
  if (!s.bits.n) return;
  let score = at("log2", s.delta, precision)[0];
  for (const { factor, counts } of s.blocks) {
    counts.forEach((count, i) => {
      if (count) score = add(score, mul(Q(count), at("log2", factor[i], precision)[0]));
    });
  }
  const rounds = s.blocks.reduce((sum, block) => sum + block.rounds, 0n);
  const cap = mul(Q(rounds), at("log2", Q(BigInt(s.outcomes)), precision)[0]);
  if (cmp(s.bits, least(mul(score, inv(s.power)), cap)) > 0) throw s.found.bits.refuse("bits");
}
