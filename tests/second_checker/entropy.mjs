// Statements about entropy (section 9 of the page): min-entropy of one round, certified bits of many.
import { readRing } from "./symbols.mjs";
import { MAX } from "./limits.mjs";
import { Algebra } from "./operators.mjs";
import { add, cmp, ONE, product, range, show, tuples } from "./rationals.mjs";
import { Scenario } from "./scenario.mjs";
import { SETS } from "./sets.mjs";

const SHARED = ["kind", "set", "scenario", "functional", "guessing", "bits", "tags", "assumptions"];
export const TAGS = {
  adversary: {
    classical: "the adversary holds classical side information, fixed before the first round",
    quantum: "the adversary may hold quantum side information and measures it",
  },
  memory: {
    none: "one round",
    any: "rounds may depend on everything that happened before (no i.i.d. assumption)",
  },
  conditioning: {
    none: "nothing is conditioned on; the bad event is bounded before the data are seen",
    acceptance: "conditioned on acceptance",
  },
  functional: {
    declared: "functional and input distribution were declared before the data",
    calibration: "the functional was chosen before the first round, from other data, in a file said to have this sha256,"
      + " which is not read here; the input distribution was declared before the data",
    data: "the functional was chosen from the data",
  },
  signalling: { allowed: "counts that signal by more than chance allows were not refused" },
  "biased-inputs": {
    allowed: "counts of inputs that differ from the declared distribution by more than chance allows were not refused",
  },
};
export const OVERRIDES = ["signalling", "biased-inputs"]; // tags of counts that may be left out
const ASSUMPTIONS = {
  model: "the behaviour, given the adversary's information and the past, lies in the set named above",
  "independent-inputs": "the inputs are independent of the adversary's information",
  "free-inputs": "given the past and the adversary's information, the inputs have the declared distribution",
  "inputs-known": "the adversary learns all inputs",
  "no-later-inputs": "the outputs of a round do not depend on the inputs of later rounds",
  "all-rounds": "every round is counted, none is discarded or post-selected",
  "rounds-declared": "the number of rounds was fixed before the first round",
};
const METHODS = {
  azuma: "Azuma-Hoeffding with |increment| <= c = max |estimator| + max |<I>|: exp(-n eps^2 / (2 c^2))",
  width: "Hoeffding with the width w of the estimator's range: exp(-2 n eps^2 / w^2)",
};

/** What both kinds share; `keys` are those of the kind. */
class Entropy {
  constructor(node, keys) {
    const found = node.fields([...SHARED, ...keys]);
    this.found = found;
    this.set = found.set.choice(["no-signalling", "quantum-commuting"]);
    this.ring = readRing({});
    this.scenario = new Scenario(found.scenario);
    listCells(this, found.scenario);
    this.algebra = new Algebra(this.scenario, this.ring);
    this.functional = this.algebra.readTerms(found.functional, true);
    this.readGuessing(found.guessing);
    this.bits = found.bits.rational();
    if (this.bits.n < 0n) throw found.bits.refuse("out-of-range");
    this.readTags(found.tags, keys.includes("counts") ? OVERRIDES : []);
    this.readAssumptions(found.assumptions);
  }

  readGuessing(node) {
    const { constant, slope } = node.fields(["constant", "slope"]);
    this.constant = constant.rational();
    this.slope = slope.rational();
    if (this.slope.n < 0n) throw slope.refuse("out-of-range");
  }

  readTags(node, optional) {
    const found = node.fields(Object.keys(TAGS).filter((tag) => !OVERRIDES.includes(tag)), optional);
    const read = ([tag, values]) => [tag, readTag(found[tag], Object.keys(values))];
    this.tags = Object.fromEntries(Object.entries(TAGS).filter(([tag]) => tag in found).map(read));
    // a digest that follows the value says which file, not what was done
    this.kinds = Object.fromEntries(Object.entries(this.tags).map(([tag, value]) => [tag, value.split(" ")[0]]));
  }

  readAssumptions(node) {
    const names = Object.keys(ASSUMPTIONS), places = node.items().map((item) => names.indexOf(item.choice(names)));
    if (places.some((place, i) => i && place <= places[i - 1])) throw node.refuse("terms-order");
    this.assumptions = places.map((place) => names[place]);
  }

  /** The canonical text around the lines of the kind. */
  linesAround(lines) {
    return [
      `set: ${this.set} (${SETS[this.set]})`,
      ...this.scenario.lines,
      `functional: <I> = ${this.functional.text}`,
      `guessing bound: P(outcomes | inputs) <= ${this.tangentAt("<I>")} for all inputs and outcomes`,
      ...lines,
      ...Object.entries(this.tags).map(([tag, value]) => `tag: ${tag} = ${value}: ${TAGS[tag][this.kinds[tag]]}`),
      ...this.assumptions.map((name) => `assumption: ${name}: ${ASSUMPTIONS[name]}`),
    ];
  }

  tangentAt(argument) {
    return `${show(this.constant)} - ${show(this.slope)}*${argument}`;
  }

  get bitsText() {
    return textOfBits(this.bits);
  }
}

/** The bits exactly, then rounded down: a reader of the decimals is promised no more than was proved. */
export function textOfBits(bits) {
  const millionths = (bits.n * 1000000n) / bits.d, decimals = String(millionths % 1000000n).padStart(6, "0");
  return `${show(bits)} (at least ${millionths / 1000000n}.${decimals}) bits`;
}

/** The input tuples and cells of a scenario without commuting inputs or signalling; `node` states the scenario. */
export function listCells(s, node) {
  const { inputs, inputLists, commuting, signalling, cells } = s.scenario;
  if (commuting.length || signalling.length) throw node.refuse("wrong-kind");
  if (cells > MAX.entropyCells) throw node.refuse("size");
  s.inputTuples = tuples(inputLists);
  s.outcomes = Math.max(...s.inputTuples.map((tuple) => product(tuple.map((i) => inputs[i].outcomes))));
  s.cells = s.inputTuples.flatMap((inputTuple) =>
    tuples(inputTuple.map((i) => range(inputs[i].outcomes))).map((outcomes) => ({ inputTuple, outcomes })));
}

function readTag(node, values) {
  const digested = values.includes("calibration") && node.text().startsWith("calibration");
  return digested ? node.name(/^calibration [0-9a-f]{64}$/) : node.choice(values);
}

export function readMinEntropy(node) {
  const s = new Entropy(node, ["score"]);
  s.score = s.found.score.rational();
  s.lines = s.linesAround([
    `claim: if <I> >= ${show(s.score)} then H_min(outcomes | inputs, adversary) >= ${s.bitsText} for every input`,
    "H_min: -log2 of the largest average probability of guessing all outcomes"
      + " (of a quantum system, the min-entropy that is maximised over sigma_E)",
  ]);
  return s;
}

export function readCertifiedBits(node) {
  const s = new Entropy(node, ["range", "inputs", "counts", "estimate", "deviation", "errors"]);
  const { found, scenario } = s;
  if (s.functional.terms.some(({ word }) => word.length !== scenario.parties.length)) {
    throw found.functional.refuse("not-a-word");
  }
  [s.low, s.high] = found.range.items(2).map((end) => end.rational());
  if (cmp(s.low, s.high) > 0) throw found.range.refuse("out-of-range");
  s.probabilities = readLaw(s, found.inputs);
  Object.assign(s, readCounts(s, found.counts));
  s.estimate = found.estimate.rational();
  readDeviation(s);
  s.delta = readError(found.errors);
  s.lines = s.linesAround(roundsText(s));
  return s;
}

export const labelsOf = (inputTuple, s) => inputTuple.map((i) => s.scenario.inputs[i].label).join(" ");

/** P(0 0) = 1/4, P(0 1) = 1/4, ... */
export const textOfLaw = (s, law) =>
  s.inputTuples.map((inputTuple, i) => `P(${labelsOf(inputTuple, s)}) = ${show(law[i])}`).join(", ");

/** The probabilities of the input tuples in order: positive, or at least 0 if `mayVanish`. */
export function readLaw(s, node, mayVanish = false) {
  const law = node.items(s.inputTuples.length).map((entry, i) => {
    const [p, labels] = entry.items(2), probability = p.rational();
    if (probability.n < 0n || (!mayVanish && !probability.n)) throw p.refuse("out-of-range");
    if (labels.text() !== labelsOf(s.inputTuples[i], s)) throw labels.refuse("terms-order");
    return probability;
  });
  if (cmp(law.reduce(add), ONE)) throw node.refuse("out-of-range");
  return law;
}

/** One value for each cell, in order; `read` reads it. */
export function readCells(s, node, read) {
  const entries = node.items();
  if (entries.length !== s.cells.length) throw node.refuse("counts");
  return entries.map((entry, i) => {
    const [first, word] = entry.items(2), { inputTuple, outcomes } = s.cells[i];
    const value = read(first), wanted = s.scenario.event(inputTuple, outcomes);
    if (s.scenario.readWord(word).join() !== wanted.join()) throw word.refuse("counts");
    return value;
  });
}

/** The numbers of rounds of the cells, and of all. */
export function readCounts(s, node) {
  const counts = readCells(s, node, (count) => count.integer(0n, MAX.count));
  const rounds = counts.reduce((a, b) => a + b);
  if (!rounds) throw node.refuse("counts");
  return { counts, rounds };
}

function readDeviation(s) {
  const { method, value } = s.found.deviation.fields(["method", "value"]);
  s.method = method.choice(Object.keys(METHODS));
  s.eps = value.rational();
  if (s.eps.n <= 0n) throw value.refuse("out-of-range");
}

export function readError(node) {
  const { name, type, value } = node.items(1)[0].fields(["name", "type", "value"]);
  name.choice(["delta"]);
  type.choice(["bad-event"]);
  const delta = value.rational();
  if (delta.n <= 0n || cmp(delta, ONE) >= 0) throw value.refuse("out-of-range");
  return delta;
}

/** The values of the cells, input tuple by input tuple: 0 0: 293, 94, 70, 295; 0 1: ... */
export const listingOf = (s, texts) => s.inputTuples.map((inputTuple) =>
  `${labelsOf(inputTuple, s)}: ${texts.filter((_, i) => s.cells[i].inputTuple === inputTuple).join(", ")}`).join("; ");

function roundsText(s) {
  const tangent = s.tangentAt(`min(J, ${show(s.high)})`);
  return [
    `range: ${show(s.low)} <= <I> <= ${show(s.high)} for every behaviour of the set`,
    `inputs: ${textOfLaw(s, s.probabilities)}`,
    `counts (inputs: outcomes in lexicographic order): ${listingOf(s, s.counts)}`,
    `estimate: Ihat = ${show(s.estimate)} from n = ${s.rounds} rounds, with the declared input distribution`,
    `deviation: eps = ${show(s.eps)} by ${s.method} (${METHODS[s.method]})`,
    `error: delta (bad-event) = ${show(s.delta)}`,
    `rate: f(J) = max(0, min(log2(K), g(J))) with K = ${s.outcomes}, the largest number of outcome tuples of an input tuple,`
      + ` and g(J) = -log2(${tangent})`,
    "claim: for each value e of the adversary's information,"
      + " Pr[-log2 P(outputs | inputs, e) < n f(Ihat - eps)] <= delta;"
      + ` for these counts n f(Ihat - eps) >= ${s.bitsText}`,
  ];
}

/** The assumptions a step needs: all but those left out. */
export const assumptionsWithout = (leftOut) => Object.keys(ASSUMPTIONS).filter((name) => !leftOut.includes(name));
