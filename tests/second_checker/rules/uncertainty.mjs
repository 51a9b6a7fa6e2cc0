// Rule uncertainty: a line below the tangent of the CHSH curve, by an uncertainty relation.
import { readPrecision } from "../expressions.mjs";
import { FUNCTIONS } from "../interval.mjs";
import { absolute, add, cmp, mul, ONE, Q, sub, ZERO } from "../rationals.mjs";

export function uncertainty(s, witness) {
  const found = witness.fields(["tangent", "precision"]), p = readPrecision(found.precision);
  const c = found.tangent.rational();
  if (c.n <= 0n || cmp(c, ONE) >= 0) throw found.tangent.refuse("out-of-range");
  if (s.set !== "quantum-tensor" || s.hypotheses.size) throw s.node.refuse("wrong-kind");
  const { constant, slope } = readLine(s), point = (x) => [x, x];
  const call = (name, ...xs) => FUNCTIONS[name](xs, p);
  const above = point(add(ONE, c)), below = point(sub(ONE, c)), logs = [call("log2", above), call("log2", below)];
  const value = call("add", call("mul", above, logs[0]), call("mul", below, logs[1])); // twice G
  const root = call("sqrt", point(add(ONE, mul(c, c)))), touched = call("add", root, root);
  const rise = call("mul", call("sub", ...logs), call("div", root, point(mul(Q(4n), c))));
  for (const score of [point(Q(2n)), call("sqrt", point(Q(8n)))]) {
    const tangent = add(mul(Q(1n, 2n), value[0]), call("mul", rise, call("sub", score, touched))[0]);
    const line = add(constant, call("mul", point(slope), score)[1]);
    if (cmp(tangent, line) < 0) throw s.found.functional.refuse("bits");
  }
}

/** The functional as a constant plus a slope times a form of CHSH with a guessed input. */
function readLine(s) {
  const { scenario, ring } = s, terms = [...s.functional.operator.values()];
  const values = terms.map(({ word, c }) => ({ word, c: ring.asNumber(c) }));
  if (values.some(({ c }) => c.length > 1)) throw s.node.refuse("wrong-kind");
  const constant = values.find(({ word }) => !word.length)?.c[0] ?? ZERO;
  const others = values.filter(({ word }) => word.length);
  const refuse = () => s.found.functional.refuse("identity");
  if (others.length !== 4 || others.some(({ word }) => word.length !== 2)) throw refuse();
  const [left, right] = [0, 1].map((side) => [...new Set(others.map(({ word }) => word[side]))]);
  const letters = [...left, ...right].map((letter) => scenario.letters[letter]);
  const party = ({ input }) => scenario.inputs[input].party;
  const slope = absolute(others[0].c[0]), negatives = others.filter(({ c }) => c[0].n < 0n).length;
  const isChsh = left.length === 2 && right.length === 2 && letters.every(({ outcome }) => outcome === null)
    && party(letters[0]) === party(letters[1]) && party(letters[2]) === party(letters[3])
    && party(letters[0]) !== party(letters[2]) && negatives % 2 === 1
    && others.every(({ c }) => cmp(absolute(c[0]), slope) === 0);
  if (!isChsh || !letters.some(({ input }) => s.guessed.includes(input))) throw refuse();
  return { constant, slope };
}
