// Statements about assemblages (section 9 of the page): a trusted system beside untrusted parties. A hermitian operator
// of the system is a matrix of pairs [re, im] of numbers of the field, also for a qubit, which files write otherwise.
import { listCells } from "./entropy.mjs";
import { signOf, timesInField } from "./fields.mjs";
import { MAX } from "./limits.mjs";
import { isPositive } from "./matrices.mjs";
import { Algebra } from "./operators.mjs";
import { addPolynomials, trim } from "./polynomials.mjs";
import { compare, neg, ONE, Q, range, tuples } from "./rationals.mjs";
import { Scenario } from "./scenario.mjs";
import { readNumber, readRing } from "./symbols.mjs";

const SETS = {
  "no-signalling": "a trusted system beside untrusted parties, none of whose inputs changes the states or outcomes of"
    + " the others",
  "local-hidden-state": "a trusted system in one of many states, with each of which every untrusted party has an outcome"
    + " for each of its inputs",
  quantum: "a trusted system beside untrusted parties in one state of a Hilbert space of any dimension, measurements of"
    + " different parties commuting with each other and with the operators of the trusted system",
};
const PAIRING = "pairing: sigma(event) is the state of the trusted system when the untrusted parties have these outcomes,"
  + " times their probability, and <F> the sum of tr(F_word sigma(word)), without transposition; an observable is outcome"
  + " 0 minus outcome 1";
const QUBIT = "(t, x, y, z) stands for t*1 + x*X + y*Y + z*Z with X = [[0, 1], [1, 0]], Y = [[0, -i], [i, 0]],"
  + " Z = [[1, 0], [0, -1]]";
const QUDIT = "[a; b, c; ...] stands for the hermitian matrix with the rows a and b, c and so on up to the diagonal";
const ASSUMPTIONS = [
  "assumption: trusted-system: the trusted system has the stated dimension, and its operators are the ones named, exactly",
  "assumption: no-signalling: no input of an untrusted party reaches the trusted system or another party",
];
const NOTHING = []; // the number 0

const minus = (x) => x.map(neg);

/** The operators of the trusted system. */
export class Trusted {
  constructor(node, ring) {
    this.ring = ring;
    this.dimension = node.fields(["dimension"]).dimension.small(2, MAX.qudit);
    this.identity = this.build((i, j) => [i === j ? [ONE] : NOTHING, NOTHING]);
  }

  build(entry) {
    return range(this.dimension).map((i) => range(this.dimension).map((j) => entry(i, j)));
  }

  /** { value, text } of the coordinates of a qubit, or of the rows of a hermitian matrix. */
  read(node) {
    if (this.dimension === 2) {
      const found = node.items(4).map((entry) => readNumber(entry, this.ring)), [t, x, y, z] = found.map((c) => c.value);
      const value = [
        [[addPolynomials(t, z), NOTHING], [x, minus(y)]],
        [[x, y], [addPolynomials(t, minus(z)), NOTHING]],
      ];
      return { value, text: `(${found.map(({ text }) => text).join(", ")})` };
    }
    const rows = node.items(this.dimension).map((row) => row.items(this.dimension).map((entry) => this.readEntry(entry)));
    const value = rows.map((row) => row.map((entry) => entry.value));
    const isHermitian = value.every((row, i) => row.every(([re, im], j) =>
      !addPolynomials(re, minus(value[j][i][0])).length && !addPolynomials(im, value[j][i][1]).length));
    if (!isHermitian) throw node.refuse("not-hermitian");
    const texts = rows.map((row, i) => row.slice(0, i + 1).map(({ texts: [re, im] }, j) => (i === j ? re : `${re} + ${im}*i`)));
    return { value, text: `[${texts.map((row) => row.join(", ")).join("; ")}]` };
  }

  readEntry(node) {
    if (!node.isObject()) {
      const { value, text } = readNumber(node, this.ring);
      return { value: [value, NOTHING], texts: [text, "0"] };
    }
    const { re, im } = node.fields(["re", "im"]), parts = [re, im].map((part) => readNumber(part, this.ring));
    if (!parts[1].value.length) throw node.refuse("not-reduced");
    return { value: parts.map(({ value }) => value), texts: parts.map(({ text }) => text) };
  }

  isZero(a) {
    return a.every((row) => row.every(([re, im]) => !re.length && !im.length));
  }

  /** a + x b for a number x. */
  plus(a, x, b) {
    const part = (p, q) => addPolynomials(p, timesInField(x, q, this.ring.field));
    return this.build((i, j) => [part(a[i][j][0], b[i][j][0]), part(a[i][j][1], b[i][j][1])]);
  }

  zero() {
    return this.build(() => [NOTHING, NOTHING]);
  }

  /** tr(a b), which is real. */
  pair(a, b) {
    let sum = NOTHING;
    const { field } = this.ring;
    this.build((i, j) => {
      sum = addPolynomials(sum, timesInField(a[i][j][0], b[j][i][0], field));
      sum = addPolynomials(sum, minus(timesInField(a[i][j][1], b[j][i][1], field)));
    });
    return sum;
  }

  /** Whether the operator is >= 0: a + ib is if and only if the real matrix [[a, -b], [b, a]] is. */
  isPositive(a) {
    const d = this.dimension, entry = (i, j) => {
      const [re, im] = a[i % d][j % d];
      return (i < d) === (j < d) ? re : i < d ? minus(im) : im;
    };
    const rows = range(2 * d).map((i) => range(i + 1).map((j) => this.ring.number(entry(i, j))));
    return isPositive(rows, this.ring);
  }
}

/** What the three kinds share. Blocks are Maps from keys of words to { word, block }. */
class Assemblage {
  constructor(node, keys, optional) {
    this.found = node.fields(["kind", "set", "trusted", "untrusted", ...keys], ["field", ...optional]);
    this.node = node;
    this.set = this.found.set.choice(Object.keys(SETS));
    this.ring = readRing(this.found.field ? { field: this.found.field } : {});
    this.trusted = new Trusted(this.found.trusted, this.ring);
    this.scenario = new Scenario(this.found.untrusted);
    listCells(this, this.found.untrusted);
    this.algebra = new Algebra(this.scenario, this.ring);
    this.head = [
      `set: ${this.set} assemblages (${SETS[this.set]})`,
      `trusted: dimension ${this.trusted.dimension}; ${this.trusted.dimension === 2 ? QUBIT : QUDIT}`,
      PAIRING,
      ...this.scenario.lines,
      ...(this.ring.field ? [this.ring.field.line] : []),
    ];
  }

  number(node) {
    return readNumber(node, this.ring);
  }

  /** total += x * block at the word of atoms, in place. */
  add(total, atoms, block, x) {
    for (const { word, c } of this.algebra.ofWord(atoms).values()) {
      const key = word.join(), old = total.get(key)?.block ?? this.trusted.zero();
      const factor = timesInField(x, this.ring.asNumber(c), this.ring.field);
      total.set(key, { word, block: this.trusted.plus(old, factor, block) });
    }
  }

  /** { terms, text }, terms of { atoms, block }. */
  readFunctional(node) {
    const terms = [], texts = [];
    for (const entry of node.filled()) {
      const [operator, w] = entry.items(2), { value, text } = this.trusted.read(operator), atoms = this.scenario.readWord(w);
      this.scenario.requireBehaviourWord(w, atoms);
      const last = terms.at(-1)?.atoms, isLater = !last || compare([atoms.length, ...atoms], [last.length, ...last]) > 0;
      if (this.trusted.isZero(value) || !isLater) throw entry.refuse("terms-order");
      terms.push({ atoms, block: value });
      texts.push(`${text}*<${w.value || "1"}>`);
    }
    return { terms, text: texts.join(" + ") };
  }

  /** One input of each of some parties, in order: their names, and the events of their outcomes. */
  readGuessed(node) {
    const inputs = node.filled().map((input) => this.scenario.readInput(input));
    const parties = inputs.map((i) => this.scenario.inputs[i].party);
    if (parties.some((party, k) => k && party <= parties[k - 1])) throw node.refuse("terms-order");
    const outcomes = tuples(inputs.map((i) => range(this.scenario.inputs[i].outcomes)));
    const name = inputs.map((i) => this.scenario.inputs[i].name).join(" ");
    return { name, events: outcomes.map((outcome) => this.scenario.event(inputs, outcome)) };
  }

  requireUnknown() {
    if (this.set === "local-hidden-state") throw this.found.set.refuse("wrong-kind");
  }
}

export function readSteeringBound(node) {
  const s = new Assemblage(node, ["functional", "sense", "bound"], []);
  s.functional = s.readFunctional(s.found.functional);
  s.sense = s.found.sense.choice(["<=", ">="]);
  const { value, text } = s.number(s.found.bound);
  s.bound = value;
  const claim = `claim: every assemblage of the set has ${s.functional.text} ${s.sense} ${text}`;
  s.lines = [...s.head, claim, ...ASSUMPTIONS];
  return s;
}

export function readSteeringGuessing(node) {
  const s = new Assemblage(node, ["functional", "guessed", "constant", "slope"], []), { found } = s;
  s.requireUnknown();
  s.functional = s.readFunctional(found.functional);
  s.guessed = s.readGuessed(found.guessed);
  const [constant, slope] = [found.constant, found.slope].map((entry) => s.number(entry));
  if (signOf(slope.value, s.ring.field) < 0) throw found.slope.refuse("out-of-range");
  Object.assign(s, { constant: constant.value, slope: slope.value });
  s.lines = [
    ...s.head,
    `functional: <F> = ${s.functional.text}`,
    "claim: if an assemblage of the set is an average of assemblages of the set over a value e independent of the inputs"
      + ` and the adversary knows e, then she guesses the outcomes of ${s.guessed.name} with probability <= ${constant.text}`
      + ` - ${slope.text}*<F>`,
    ...ASSUMPTIONS,
  ];
  return s;
}

export function readSteeringValue(node) {
  const s = new Assemblage(node, ["values"], ["guessed", "probability"]), { found } = s;
  s.values = found.values.filled().map((entry) => {
    const parts = entry.fields(["functional", "value"]), functional = s.readFunctional(parts.functional);
    return { functional, ...s.number(parts.value), node: entry };
  });
  if (!found.guessed !== !found.probability) throw node.refuse("missing-key");
  let claim = "claim: one assemblage of the set has";
  if (found.guessed) {
    s.requireUnknown();
    s.guessed = s.readGuessed(found.guessed);
    const { value, text } = s.number(found.probability);
    s.probability = value;
    claim = "claim: one assemblage is an average of assemblages of the set over a value e independent of the inputs such"
      + ` that who knows e guesses the outcomes of ${s.guessed.name} with probability >= ${text}, and it has`;
  }
  const values = s.values.map(({ functional, text }) => `value: ${functional.text} = ${text}`);
  s.lines = [...s.head, claim, ...values, ...ASSUMPTIONS];
  return s;
}

/** A rational as a number of the field. */
export const numberOf = (n) => trim([Q(BigInt(n))]);
