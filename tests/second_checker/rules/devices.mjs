// Set quantum of rule assemblage: Gram matrices with operators of the trusted system as entries, and explicit devices.
import { MAX } from "../limits.mjs";
import { isPositive } from "../matrices.mjs";
import { add, mul, neg, ONE, Q, range, sub, tuples, ZERO } from "../rationals.mjs";
import { trim } from "../polynomials.mjs";

const isZero = (x) => !x.n;
const times = ([a, b], [c, d]) => [sub(mul(a, c), mul(b, d)), add(mul(a, d), mul(b, c))];
const plus = ([a, b], [c, d]) => [add(a, c), add(b, d)];
const unit = (size) => range(size).map((i) => range(size).map((j) => [i === j ? ONE : ZERO, ZERO]));
const sum = (matrices) => matrices.reduce((p, q) => p.map((row, i) => row.map((x, j) => plus(x, q[i][j]))));

/** A positive hermitian matrix: { denominator, re, im } of integers, the lower triangle and what is strictly below. */
function readPositive(s, node, size, code) {
  const found = node.fields(["denominator", "re", "im"]);
  if (size > MAX.hermitian) throw node.refuse("size");
  const denominator = found.denominator.integer(1n), row = (entry, i) => entry.items(i + 1).map((x) => x.integer());
  const re = found.re.items(size).map(row), im = found.im.items(size - 1).map(row);
  const imaginary = (i, j) => (i > j ? im[i - 1][j] : i < j ? -im[j - 1][i] : 0n);
  const real = (i, j) => (i < j ? re[j][i] : re[i][j]);
  const whole = range(2 * size).map((i) => range(i + 1).map((j) => {
    const [p, q] = [i % size, j % size];
    return s.ring.rational(Q((i < size) === (j < size) ? real(p, q) : imaginary(p, q)));
  }));
  if (!isPositive(whole, s.ring)) throw node.refuse(code);
  return range(size).map((i) => range(size).map((j) => [Q(real(i, j), denominator), Q(imaginary(i, j), denominator)]));
}

/** total -= Gram matrices; then nothing is left. */
export function requireGrams(s, nodes, total, place) {
  const { algebra, trusted } = s, d = trusted.dimension;
  for (const node of nodes) {
    const found = node.fields(["words", "matrix"]), words = found.words.filled().map((item) => readLetters(s, item));
    const matrix = readPositive(s, found.matrix, words.length * d, "indefinite");
    words.forEach((left, i) => words.forEach((right, j) => {
      const word = algebra.adjointTimes(left, right);
      if (!word) return;
      const key = word.join(), old = total.get(key)?.block ?? trusted.zero();
      const block = trusted.build((a, b) => matrix[i * d + a][j * d + b].map((x) => trim([x])));
      total.set(key, { word, block: trusted.plus(old, trim([neg(ONE)]), block) });
    }));
  }
  if ([...total.values()].some(({ block }) => !trusted.isZero(block))) throw place.refuse("identity");
}

/** A word of observables and leading projectors. */
function readLetters(s, node) {
  const terms = [...s.algebra.ofWord(s.scenario.readWord(node)).values()];
  const isOne = terms.length === 1 && !s.ring.sub(terms[0].c, s.ring.rational(ONE)).size;
  if (!isOne) throw node.refuse("not-a-word");
  return terms[0].word;
}

/** sigma of every word of letters, by key, from a state and measurements. */
export function deviceStates(s, node) {
  const found = node.fields(["dimensions", "state", "measurements"]), { scenario, trusted } = s, d = trusted.dimension;
  const parties = [...new Set(scenario.inputs.map(({ party }) => party))];
  const sizes = found.dimensions.items(parties.length).map((item) => item.small(1, MAX.devices));
  const rest = sizes.reduce((p, q) => p * q, 1);
  if (d * rest > MAX.devices) throw found.dimensions.refuse("size");
  const state = readPositive(s, found.state, d * rest, "not-admissible");
  const measured = found.measurements.items(scenario.inputs.length).map((entry, i) => {
    const { party, outcomes } = scenario.inputs[i], size = sizes[parties.indexOf(party)];
    const operators = entry.items(outcomes).map((item) => readPositive(s, item, size, "not-admissible"));
    const gap = sum([...operators, unit(size).map((row) => row.map((x) => x.map(neg)))]);
    if (gap.some((row) => row.some((x) => !x.every(isZero)))) throw entry.refuse("not-admissible");
    return operators;
  });
  const operatorOf = ({ input, outcome }) => {
    if (outcome !== null) return measured[input][outcome];
    return sum([measured[input][0], measured[input][1].map((row) => row.map((x) => x.map(neg)))]);
  };
  const choices = parties.map((party) =>
    [null, ...range(scenario.letters.length).filter((k) => scenario.inputs[scenario.letters[k].input].party === party)]);
  return new Map(tuples(choices).map((choice) => {
    const factors = choice.map((k, p) => (k === null ? unit(sizes[p]) : operatorOf(scenario.letters[k])));
    const whole = factors.reduce((p, q) => kronecker(p, q), [[[ONE, ZERO]]]), pairs = tuples([range(rest), range(rest)]);
    const block = trusted.build((a, b) => pairs.reduce((total, [row, column]) =>
      plus(total, times(state[a * rest + column][b * rest + row], whole[row][column])), [ZERO, ZERO]).map((x) => trim([x])));
    return [choice.filter((k) => k !== null).join(), block];
  }));
}

function kronecker(p, q) {
  return p.flatMap((left) => q.map((right) => left.flatMap((x) => right.map((y) => times(x, y)))));
}
