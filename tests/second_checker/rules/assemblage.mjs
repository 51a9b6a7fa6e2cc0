// Rule assemblage: bounds, guessing bounds and points for a trusted system beside untrusted parties.
import { numberOf } from "../assemblages.mjs";
import { signOf, timesInField } from "../fields.mjs";
import { MAX } from "../limits.mjs";
import { addPolynomials } from "../polynomials.mjs";
import { neg, product, range, tuples } from "../rationals.mjs";
import { valueOn } from "../scenario.mjs";
import { deviceStates, requireGrams } from "./devices.mjs";

const PROOFS = { "steering-bound": requireBound, "steering-guessing": requireGuessing, "steering-value": requireValue };

export const assemblage = (s, witness) => PROOFS[s.kind](s, witness);

const minus = (x) => x.map(neg);

/** x 1 - y F, word by word. */
function difference(s, x, y) {
  const total = new Map();
  s.add(total, [], s.trusted.identity, x);
  for (const { atoms, block } of s.functional.terms) s.add(total, atoms, block, minus(y));
  return total;
}

const grams = (s) => (s.set === "quantum" ? ["grams"] : []);

function requireBlocks(s, found, total, place) {
  for (const entry of found.blocks.items()) {
    const [operator, word] = entry.items(2), block = s.trusted.read(operator).value, atoms = s.scenario.readWord(word);
    if (!s.trusted.isPositive(block)) throw operator.refuse("indefinite");
    s.scenario.requireBehaviourWord(word, atoms);
    if (atoms.some((x) => s.scenario.atoms[x].outcome === null)) throw word.refuse("not-a-word");
    s.add(total, atoms, block, numberOf(-1));
  }
  if (found.grams) {
    requireGrams(s, found.grams.filled(), total, place);
    return;
  }
  if ([...total.values()].some(({ block }) => !s.trusted.isZero(block))) throw place.refuse("identity");
}

function requireBound(s, witness) {
  const side = numberOf(s.sense === "<=" ? 1 : -1), total = difference(s, timesInField(side, s.bound, s.ring.field), side);
  if (s.set !== "local-hidden-state") {
    requireBlocks(s, witness.fields(["blocks"], grams(s)), total, witness);
    return;
  }
  const { strategies } = witness.fields(["strategies"]), outcomes = s.scenario.inputs.map((input) => input.outcomes);
  const count = product(outcomes);
  if (count > MAX.localStrategies) throw strategies.refuse("size");
  if (strategies.integer(1n) !== BigInt(count)) throw strategies.refuse("strategy");
  for (const strategy of tuples(outcomes.map(range))) {
    const block = [...total.values()].reduce((sum, { word, block: part }) =>
      s.trusted.plus(sum, numberOf(valueOf(s, word, strategy)), part), s.trusted.zero());
    if (!s.trusted.isPositive(block)) throw witness.refuse("strategy");
  }
}

/** The value of a word of letters under a strategy, which has an outcome for each input. */
const valueOf = (s, word, strategy) =>
  product(word.map((letter) => valueOn(s.scenario.letters[letter], strategy[s.scenario.letters[letter].input])));

function requireGuessing(s, witness) {
  witness.fields(["branches"]).branches.items(s.guessed.events.length).forEach((branch, k) => {
    const found = branch.fields(["event", "blocks"], grams(s)), { event } = found, wanted = s.guessed.events[k];
    if (s.scenario.readWord(event).join() !== wanted.join()) throw event.refuse("terms-order");
    const total = difference(s, s.constant, s.slope);
    s.add(total, wanted, s.trusted.identity, numberOf(-1));
    requireBlocks(s, found, total, branch);
  });
}

function requireValue(s, witness) {
  const sum = new Map(); // sigma of words of letters
  const probability = s.set !== "local-hidden-state" ? addParts(s, witness, sum) : addHidden(s, witness, sum);
  const trace = s.trusted.pair(s.trusted.identity, sum.get("") ?? s.trusted.zero());
  if (addPolynomials(trace, numberOf(-1)).length) throw witness.refuse("not-admissible");
  for (const { functional, value, node } of s.values) {
    const mean = functional.terms.reduce((total, { atoms, block }) =>
      addPolynomials(total, s.trusted.pair(block, stateOf(s, sum, atoms))), []);
    if (addPolynomials(mean, minus(value)).length) throw node.refuse("not-attained");
  }
  if (s.guessed && signOf(addPolynomials(probability, minus(s.probability)), s.ring.field) < 0) {
    throw s.found.probability.refuse("not-attained");
  }
}

/** The state of a word of atoms, from those of words of letters; what is not given is 0. */
function stateOf(s, states, atoms) {
  let result = s.trusted.zero();
  for (const { word, c } of s.algebra.ofWord(atoms).values()) {
    const state = states.get(word.join());
    if (state) result = s.trusted.plus(result, s.ring.asNumber(c), state);
  }
  return result;
}

/** Add up the parts; returns the probability that the guesses are right. */
function addParts(s, witness, sum) {
  let probability = [];
  for (const part of witness.fields(["parts"]).parts.filled()) {
    const [key, read] = s.set === "quantum" ? ["device", deviceStates] : ["states", readStates];
    const found = part.fields(s.guessed ? [key, "event"] : [key]), states = read(s, found[key]);
    for (const [key, state] of states) {
      sum.set(key, s.trusted.plus(sum.get(key) ?? s.trusted.zero(), numberOf(1), state));
    }
    if (!s.guessed) continue;
    const event = s.scenario.readWord(found.event);
    if (!s.guessed.events.some((known) => known.join() === event.join())) throw found.event.refuse("not-a-word");
    probability = addPolynomials(probability, s.trusted.pair(s.trusted.identity, stateOf(s, states, event)));
  }
  return probability;
}

function readStates(s, node) {
  const states = new Map();
  for (const entry of node.filled()) {
    const [operator, w] = entry.items(2), atoms = s.scenario.readWord(w);
    s.scenario.requireBehaviourWord(w, atoms);
    const [only, ...others] = s.algebra.ofWord(atoms).values(), c = s.ring.asNumber(only.c);
    const isLetters = !others.length && !addPolynomials(c, numberOf(-1)).length;
    if (!isLetters || states.has(only.word.join())) throw w.refuse("not-a-word");
    states.set(only.word.join(), s.trusted.read(operator).value);
  }
  for (const { inputTuple, outcomes } of s.cells) {
    const state = stateOf(s, states, s.scenario.event(inputTuple, outcomes));
    if (!s.trusted.isPositive(state)) throw node.refuse("not-admissible");
  }
  return states;
}

/** Add up hidden states at all words of the functionals. */
function addHidden(s, witness, sum) {
  const words = new Map([["", []]]), { inputs } = s.scenario;
  for (const { functional } of s.values) {
    for (const { atoms } of functional.terms) {
      for (const { word } of s.algebra.ofWord(atoms).values()) words.set(word.join(), word);
    }
  }
  for (const entry of witness.fields(["hidden"]).hidden.filled()) {
    const [operator, word] = entry.items(2), state = s.trusted.read(operator).value;
    if (!s.trusted.isPositive(state)) throw operator.refuse("not-admissible");
    const atoms = s.scenario.readWord(word).map((x) => s.scenario.atoms[x]);
    const isComplete = atoms.length === inputs.length && atoms.every(({ input, outcome }, i) => input === i && outcome !== null);
    if (!isComplete) throw word.refuse("not-a-word");
    const strategy = atoms.map(({ outcome }) => outcome);
    for (const [key, letters] of words) {
      const value = numberOf(valueOf(s, letters, strategy));
      sum.set(key, s.trusted.plus(sum.get(key) ?? s.trusted.zero(), value, state));
    }
  }
  return [];
}
