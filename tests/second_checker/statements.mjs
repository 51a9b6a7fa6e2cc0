// Statements (section 9 of the page): what is claimed, and its canonical text.
import { readAmplification } from "./amplification.mjs";
import { readSteeringBound, readSteeringGuessing, readSteeringValue } from "./assemblages.mjs";
import { readComparisons } from "./comparisons.mjs";
import { readEstimatedBits } from "./factors.mjs";
import { readExtractedBits } from "./hashing.mjs";
import { readCertifiedBits, readMinEntropy } from "./entropy.mjs";
import { readExpression } from "./expressions.mjs";
import { readExtractor } from "./extractors.mjs";
import { MAX } from "./limits.mjs";
import { readAccumulatedBits, readQuantumBits } from "./quantum_rounds.mjs";
import { Algebra } from "./operators.mjs";
import { MINUS_ONE, product, range, show, tuples } from "./rationals.mjs";
import { Scenario } from "./scenario.mjs";
import { SETS } from "./sets.mjs";
import { readCoefficient, readNumber, readRing } from "./symbols.mjs";

const BEHAVIOURS = ["local", "no-signalling", "time-ordered"];
const OPTIONAL = ["field", "symbols", "relations", "conditions", "hypotheses", "vacuity"];
const HYPOTHESES = {
  mean: (terms, sense) => `mean: ${terms} ${sense} 0`,
  relation: (terms) => `operator relation: ${terms} = 0`,
  positive: (terms) => `operator inequality: ${terms} >= 0`,
  annihilates: (terms) => `annihilates the state: ${terms} psi = 0`,
};

/** What bound, empty, guessing and value share. `keys` are those of the kind, `sets` what it is about. */
class Setting {
  constructor(node, keys, sets) {
    this.found = node.fields(["kind", "set", "scenario", ...keys], OPTIONAL);
    this.node = node;
    this.set = this.found.set.choice(Object.keys(SETS));
    if (!sets.includes(this.set)) throw this.found.set.refuse("wrong-kind");
    this.hasOperators = this.set.startsWith("quantum");
    this.ring = readRing(this.found);
    this.scenario = this.readScenario();
    this.algebra = new Algebra(this.scenario, this.ring);
    this.hypotheses = new Map();
    const entries = this.found.hypotheses ? this.found.hypotheses.filled() : [];
    if (entries.length > MAX.hypotheses) throw this.found.hypotheses.refuse("size");
    for (const entry of entries) this.readHypothesis(entry);
    this.pointTexts = [];
    this.readVacuity(keys);
    this.lines = [`set: ${this.set} (${SETS[this.set]})`, ...this.scenario.lines, ...this.ring.lines];
    for (const { line } of this.hypotheses.values()) this.lines.push(line);
    if ([...this.hypotheses.keys()].some((name) => name.startsWith("signalling-"))) {
      this.lines.push("tag: signalling = allowed: counts that signal by more than chance allows were not refused");
    }
    if (this.isShownAtPoint) this.lines.push(`hypotheses: shown to hold together at ${this.pointTexts.join(", ")}`);
    if (this.isUnchecked) this.lines.push("POSSIBLY VACUOUS: no point shows that the hypotheses can hold together");
  }

  readScenario() {
    const scenario = new Scenario(this.found.scenario);
    const isOrdered = scenario.signalling.length > 0, commutes = scenario.commuting.length > 0;
    if ((commutes && !this.hasOperators) || isOrdered !== (this.set === "time-ordered")) {
      throw this.found.scenario.refuse("wrong-kind");
    }
    return scenario;
  }

  readHypothesis(entry) {
    const found = entry.fields(["name", "kind", "polynomial"], ["sense"]);
    const name = found.name.name(/^[a-z][a-z0-9-]{0,31}$/);
    const kind = found.kind.choice(Object.keys(HYPOTHESES));
    const { operator, text } = this.algebra.readTerms(found.polynomial, !this.hasOperators);
    if ((kind === "mean") !== ("sense" in found)) throw entry.refuse(kind === "mean" ? "missing-key" : "unknown-key");
    const sense = kind === "mean" ? found.sense.choice([">=0", "=0"]).slice(0, -1) : null;
    if (!this.hasOperators && kind !== "mean") throw entry.refuse("wrong-kind");
    if (kind === "mean" || kind === "positive") this.requireHermitian(found.polynomial, operator);
    if (this.hypotheses.has(name)) throw entry.refuse("duplicate-name");
    this.hypotheses.set(name, { kind, sense, operator, line: `hypothesis ${name}: ${HYPOTHESES[kind](text, sense)}` });
  }

  /** Whether the hypotheses are shown to hold together nowhere, or at a point of the symbols; only for a bound. */
  readVacuity(keys) {
    const { vacuity } = this.found;
    if (!vacuity) return;
    if (!this.hypotheses.size) throw vacuity.refuse("unknown-key");
    if (vacuity.isObject()) this.readPointNamed(vacuity);
    else vacuity.choice(["unchecked"]);
    const isClaim = keys.includes("bound") || keys.includes("guessed") || this.set === "quantum-commuting" && keys.includes("values");
    if (!isClaim) throw vacuity.refuse("unknown-key");
    this.isShownAtPoint = vacuity.isObject();
    this.isUnchecked = !this.isShownAtPoint;
  }

  readPointNamed(vacuity) {
    const { names } = this.ring;
    if (!names.length) throw vacuity.refuse("unknown-key");
    const values = vacuity.fields(names);
    this.pointTexts = names.map((name) => `${name} = ${readNumber(values[name], this.ring).text}`);
  }

  requireHermitian(node, operator) {
    if (!this.hasOperators) return; // words of behaviours commute, their means are real
    if (this.algebra.minus(operator, this.algebra.adjoint(operator)).size) throw node.refuse("not-hermitian");
  }

  readFunctional(node) {
    const functional = this.algebra.readTerms(node, !this.hasOperators);
    this.requireHermitian(node, functional.operator);
    return functional;
  }

  /** Read the bound, and the claim that `claim` makes of its text. */
  readBound(claim) {
    const { value, text } = readCoefficient(this.found.bound, this.ring);
    this.lines.push(claim(text));
    this.bound = value;
  }
}

function readBound(node) {
  const s = new Setting(node, ["functional", "sense", "bound"], [...BEHAVIOURS, "quantum-commuting"]);
  s.functional = s.readFunctional(s.found.functional);
  s.sense = s.found.sense.choice(["<=", ">="]);
  s.readBound((bound) => `claim: every behaviour of the set has ${s.functional.text} ${s.sense} ${bound}`);
  const bound = s.algebra.scalar(s.bound), { operator } = s.functional;
  s.slack = s.sense === "<=" ? s.algebra.minus(bound, operator) : s.algebra.minus(operator, bound);
  return s;
}

function readEmpty(node) {
  node.fields(["kind", "set", "scenario", "hypotheses"], OPTIONAL); // here the hypotheses are not optional
  const s = new Setting(node, [], [...BEHAVIOURS, "quantum-commuting"]);
  s.slack = s.algebra.scalar(s.ring.rational(MINUS_ONE));
  s.lines.push("claim: no behaviour of the set satisfies the hypotheses");
  return s;
}

function readGuessing(node) {
  const s = new Setting(node, ["guessed", "bound"], [...BEHAVIOURS, "quantum-commuting"]), { scenario } = s;
  const { guessed, hypotheses } = s.found;
  if ([...s.hypotheses.values()].some(({ kind }) => kind !== "mean")) throw hypotheses.refuse("wrong-kind");
  readGuessed(s, guessed, MAX.branches);
  if (!s.hasOperators) scenario.requireBehaviourWord(guessed, s.events[0]);
  const names = s.guessed.map((i) => scenario.inputs[i].name).join(" ");
  s.readBound((bound) => "claim: if a behaviour is an average of behaviours of the set over a value e"
    + " independent of the inputs, the average satisfies the hypotheses and the adversary knows e,"
    + ` then she guesses the outcomes of ${names} with probability <= ${bound}`);
  return s;
}

const ENTROPY = "H: von Neumann entropy in bits, of the outcomes of these inputs, given a system E of the adversary,"
  + " who knows the inputs; everything on E commutes with all operators of the scenario";
const SYSTEMS = {
  "quantum-tensor": "E: one more tensor factor of finite dimension, in any joint state",
  "quantum-commuting": "assumption: variational: the relative entropy of normal states of a von Neumann algebra is the"
    + " integral over the relative modular operator, and its resolvents have the variational form of finite dimension"
    + " (arXiv:2106.13692; not proved here)",
};

function readEntropy(node) {
  node.fields(["kind", "set", "scenario", "guessed", "functional"], ["field", "hypotheses", "vacuity"]); // no symbols
  const s = new Setting(node, ["guessed", "functional"], Object.keys(SYSTEMS)), { scenario } = s;
  const { guessed, hypotheses } = s.found;
  if ([...s.hypotheses.values()].some(({ kind }) => kind !== "mean")) throw hypotheses.refuse("wrong-kind");
  readGuessed(s, guessed, MAX.entropyOutcomes);
  s.functional = s.readFunctional(s.found.functional);
  const names = s.guessed.map((i) => scenario.inputs[i].name).join(" ");
  s.lines.push(`claim: every behaviour of the set has H(${names} | E) >= ${s.functional.text}`, ENTROPY, SYSTEMS[s.set]);
  return s;
}

/** Guessed inputs that commute, their outcome tuples and the events of these. */
function readGuessed(s, node, most) {
  const { scenario } = s;
  s.guessed = node.filled().map((input) => scenario.readInput(input));
  const isSorted = s.guessed.every((i, k) => !k || i > s.guessed[k - 1]);
  if (!isSorted || !s.guessed.every((i) => s.guessed.every((j) => i === j || scenario.commute(i, j)))) {
    throw node.refuse("terms-order"); // outcomes of inputs that do not commute have no joint probability
  }
  const outcomes = s.guessed.map((i) => scenario.inputs[i].outcomes);
  if (product(outcomes) > most) throw node.refuse("size");
  s.outcomes = tuples(outcomes.map(range));
  s.events = s.outcomes.map((outcome) => scenario.event(s.guessed, outcome));
}

/** A list of functionals with a value each, about `sets`; `claim` is the line before them. */
function readValues(node, sets, claim) {
  const s = new Setting(node, ["values"], sets);
  s.lines.push(claim);
  s.values = s.found.values.filled().map((entry) => {
    const found = entry.fields(["functional", "value"]), functional = s.readFunctional(found.functional);
    const { value, text } = readCoefficient(found.value, s.ring);
    s.lines.push(`value: ${functional.text} = ${text}`);
    return { operator: functional.operator, value, node: entry };
  });
  return s;
}

const readValue = (node) => readValues(node, [...BEHAVIOURS, "quantum-tensor"], "claim: one behaviour of the set has");

const readEquality = (node) => readValues(node, ["quantum-commuting"], "claim: in every behaviour of the set,"
  + " for every bounded operator E >= 0 that commutes with all operators of the scenario,"
  + " the mean of E times each functional is its value times the mean of E");

function readEnclosure(node) {
  const found = node.fields(["kind", "expression", "low", "high"]), expression = readExpression(found.expression);
  const low = found.low.rational(), high = found.high.rational();
  return { node, expression, low, high, lines: [`claim: ${expression.text} lies in [${show(low)}, ${show(high)}]`] };
}

/** How a statement of each kind is read. */
export const KINDS = new Map([
  ["bound", readBound],
  ["empty", readEmpty],
  ["guessing", readGuessing],
  ["equality", readEquality],
  ["entropy", readEntropy],
  ["value", readValue],
  ["enclosure", readEnclosure],
  ["comparison", readComparisons],
  ["min-entropy", readMinEntropy],
  ["certified-bits", readCertifiedBits],
  ["accumulated-bits", readAccumulatedBits],
  ["extractor", readExtractor],
  ["estimated-bits", readEstimatedBits],
  ["quantum-bits", readQuantumBits],
  ["extracted-bits", readExtractedBits],
  ["amplification", readAmplification],
  ["steering-bound", readSteeringBound],
  ["steering-guessing", readSteeringGuessing],
  ["steering-value", readSteeringValue],
]);
