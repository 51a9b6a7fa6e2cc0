// Rule sos: bounds for quantum behaviours by sums of squares and Gram matrices.
import { isDominant, isPositive } from "../matrices.mjs";
import { MAX } from "../limits.mjs";
import { cmp, ONE, Q, range } from "../rationals.mjs";
import { readCoefficient, readWeight } from "../symbols.mjs";
import { derive, readMultiplier, subtractAnnihilations } from "./ideal.mjs";
import { excludeVacuity, readUse, requireZero, subtractMeans } from "./parts.mjs";

const PARTS = ["means", "squares", "grams", "localised", "relations", "annihilations"];

export function sos(s, witness) {
  if (s.set !== "quantum-commuting") throw s.node.refuse("wrong-kind");
  const found = witness.fields([], [...PARTS, "derivations", "multiplier", "symbols", "feasible"]);
  if (!PARTS.some((part) => found[part]?.items().length)) throw witness.refuse("witness-empty");
  excludeVacuity(s, found, witness);
  const total = new Map();
  s.algebra.add(total, s.slack, readMultiplier(s, found));
  const derived = derive(s, found);
  subtractMeans(s, found, total);
  requireSum(s, found, witness, derived, total);
}

/** Steps 3 and 4 but means: `total` is the sum of the parts found. */
export function requireSum(s, found, node, derived, total) {
  if (found.squares) subtractSquares(s, found.squares, s.algebra.identity(), total);
  for (const gram of found.grams?.items() ?? []) subtractGram(s, gram, total);
  for (const entry of found.localised?.items() ?? []) {
    const { hypothesis, squares } = entry.fields(["hypothesis", "squares"]);
    subtractSquares(s, squares, readUse(s, hypothesis, "positive").operator, total);
  }
  for (const entry of found.relations?.items() ?? []) subtractRelation(s, entry, total);
  subtractAnnihilations(s, found, derived, total);
  requireZero(node, total);
}

/** total -= sum of w X* middle X. */
function subtractSquares(s, node, middle, total) {
  for (const entry of node.items()) {
    const { weight, polynomial } = entry.fields(["weight", "polynomial"]), w = readWeight(weight, s.ring);
    const { operator } = s.algebra.readTerms(polynomial);
    s.algebra.add(total, s.algebra.sandwich(operator, middle), s.ring.neg(w));
  }
}

/** total -= c u q v; the product is zero whatever stands around q = 0. */
function subtractRelation(s, entry, total) {
  const { algebra, ring, scenario } = s;
  const { hypothesis, coefficient, left, right } = entry.fields(["hypothesis", "coefficient", "left", "right"]);
  const { operator } = readUse(s, hypothesis, "relation"), c = readCoefficient(coefficient, ring).value;
  const [u, v] = [left, right].map((word) => algebra.ofWord(scenario.readWord(word)));
  algebra.add(total, algebra.multiply(algebra.multiply(u, operator), v), ring.neg(c));
}

/** total -= sum of G_ij u_i* u_j. */
function subtractGram(s, node, total) {
  const { algebra, ring } = s, found = node.fields(["words", "denominator", "rows"], ["factor"]);
  const words = found.words.items().map((word) => readLetters(s, word));
  if (words.length > MAX.rows) throw found.words.refuse("size");
  const denominator = found.denominator.integer(1n);
  const nodes = readTriangle(found.rows, words.length), isIntegral = nodes.flat().every((entry) => entry.isString());
  const read = (entry) => (isIntegral ? ring.rational(Q(entry.integer())) : readField(s, entry));
  const rows = nodes.map((row) => row.map(read));
  if (!found.factor) {
    if (!isPositive(rows, ring)) throw node.refuse("indefinite");
  } else {
    if (!isIntegral) throw found.factor.refuse("wrong-field");
    requireFactor(found.factor, nodes.map((row) => row.map((entry) => entry.integer())));
  }
  const subtract = (i, j, c) => {
    const word = algebra.adjointTimes(words[i], words[j]);
    if (word) algebra.into(total, word, c);
  };
  const scale = ring.rational(Q(-1n, denominator));
  rows.forEach((row, i) => row.forEach((entry, j) => {
    const c = ring.mul(scale, entry);
    subtract(i, j, c);
    if (i !== j) subtract(j, i, c); // the file has the lower triangle only
  }));
}

/** The lower triangle of integers of a Gram matrix of this many rows, after it was found to be positive. */
export function readIntegralGram(s, node, found, count) {
  const rows = readTriangle(found.rows, count).map((row) => row.map((entry) => entry.integer()));
  if (found.factor) requireFactor(found.factor, rows);
  else if (!isPositive(rows.map((row) => row.map((x) => s.ring.rational(Q(x)))), s.ring)) throw node.refuse("indefinite");
  return rows;
}

/** A word of a Gram matrix, which is a single word of letters with coefficient 1. */
function readLetters(s, node) {
  const [only, ...others] = s.algebra.ofWord(s.scenario.readWord(node)).values();
  const number = only && s.ring.asNumber(only.c);
  if (!only || others.length || number.length !== 1 || cmp(number[0], ONE)) throw node.refuse("not-a-word");
  return only.word;
}

function readField(s, node) {
  const { value } = readCoefficient(node, s.ring);
  if (node.isObject()) throw node.refuse("wrong-field");
  return value;
}

const readTriangle = (node, n) => node.items(n).map((row, i) => row.items(i + 1));

/** s^2 N - L L^T is diagonally dominant. */
function requireFactor(node, N) {
  const found = node.fields(["scale", "rows"]), scale = found.scale.integer(1n);
  const L = readTriangle(found.rows, N.length).map((row) => row.map((entry) => entry.integer()));
  // L is lower triangular: (L L^T)_ij needs k <= j only
  const square = (i, j) => range(j + 1).reduce((sum, k) => sum + L[i][k] * L[j][k], 0n);
  const R = N.map((row, i) => row.map((entry, j) => scale * scale * entry - square(i, j)));
  if (!isDominant(R)) throw node.refuse("indefinite");
}
