// Scenarios, atoms, letters and normal forms (section 5 of the page). A word is a list of numbers of atoms or letters.
import { MAX, spend } from "./limits.mjs";
import { compare, product, range } from "./rationals.mjs";

export class Scenario {
  constructor(node) {
    const found = node.fields(["parties"], ["commuting", "signalling"]);
    this.parties = []; // names
    this.inputs = []; // { party, label, name, outcomes }
    this.atoms = []; // { input, outcome, text }; the outcome of an observable is null
    this.letters = []; // likewise
    this.commuting = []; // pairs of numbers of inputs
    this.signalling = []; // pairs of names of parties
    for (const entry of found.parties.filled()) this.readParty(entry);
    for (const entry of found.commuting ? found.commuting.filled() : []) this.readCommuting(entry);
    if (found.signalling) this.readSignalling(found.signalling);
    this.inputs.forEach((_, i) => this.declareAtoms(i));
    if (this.letters.length > MAX.letters) throw node.refuse("size");
    this.lines = this.text();
  }

  readParty(entry) {
    const { name, inputs } = entry.fields(["name", "inputs"]), party = name.name(/^[A-Z]$/), labels = [];
    if (this.parties.length && party <= this.parties.at(-1)) throw name.refuse("terms-order");
    this.parties.push(party);
    for (const input of inputs.filled()) {
      const [labelNode, outcomes] = input.items(2), label = labelNode.name(/^[0-9]{1,4}$/);
      if (labels.includes(label)) throw labelNode.refuse("duplicate-name");
      labels.push(label);
      this.inputs.push({ party, label, name: party + label, outcomes: outcomes.small(2, MAX.outcomes) });
    }
  }

  readCommuting(entry) {
    const pair = entry.items(2).map((input) => this.readInput(input)), [i, j] = pair, last = this.commuting.at(-1);
    const isSorted = i < j && (!last || compare(pair, last) > 0);
    if (this.inputs[i].party !== this.inputs[j].party || !isSorted) throw entry.refuse("terms-order");
    this.commuting.push(pair);
  }

  readSignalling(node) {
    for (const entry of node.filled()) {
      const pair = entry.items(2).map((party) => party.choice(this.parties)), last = this.signalling.at(-1);
      const isSorted = pair[0] < pair[1] && (!last || pair.join("") > last.join(""));
      if (!isSorted) throw entry.refuse("terms-order");
      this.signalling.push(pair);
    }
    for (const [a, b] of this.signalling) {
      for (const [c, d] of this.signalling) {
        if (b === c && !this.maySignal(a, d)) throw node.refuse("out-of-range");
      }
    }
  }

  declareAtoms(input) {
    const { name, outcomes } = this.inputs[input];
    const observable = { input, outcome: null, text: name };
    const events = range(outcomes).map((outcome) => ({ input, outcome, text: `${name}=${outcome}` }));
    this.atoms.push(...(outcomes === 2 ? [observable, ...events] : events));
    this.letters.push(...(outcomes === 2 ? [observable] : events.slice(0, -1)));
  }

  text() {
    const parties = this.parties.map((party) => {
      const inputs = this.inputsOf(party).map((i) => `${this.inputs[i].label}:${this.inputs[i].outcomes}`);
      return `${party}(${inputs.join(", ")})`;
    });
    const lines = [`scenario: ${parties.join(" ")} (input:outcomes)`];
    const pairs = this.commuting.map(([i, j]) => `[${this.inputs[i].name}, ${this.inputs[j].name}] = 0`);
    if (pairs.length) lines.push(`commuting inputs: ${pairs.join(", ")}`);
    const signals = this.signalling.map((pair) => pair.join(" to "));
    if (signals.length) lines.push(`signalling allowed: ${signals.join(", ")}`);
    return lines;
  }

  /** The number of the input a node names. */
  readInput(node) {
    const name = node.text(), i = this.inputs.findIndex((input) => input.name === name);
    if (i < 0) throw node.refuse("unknown-name");
    return i;
  }

  inputsOf(party) {
    return [...this.inputs.keys()].filter((i) => this.inputs[i].party === party);
  }

  /** Lists of inputs, one list a party. */
  get inputLists() {
    return this.parties.map((party) => this.inputsOf(party));
  }

  /** The number of cells of a table of probabilities. */
  get cells() {
    const sumOf = (inputs) => inputs.reduce((sum, i) => sum + this.inputs[i].outcomes, 0);
    return product(this.inputLists.map(sumOf));
  }

  partyOf(symbol) {
    return this.inputs[symbol.input].party;
  }

  maySignal(sender, receiver) {
    return this.signalling.some(([s, r]) => s === sender && r === receiver);
  }

  commute(i, j) {
    if (this.inputs[i].party !== this.inputs[j].party) return true;
    return this.commuting.some(([a, b]) => a === Math.min(i, j) && b === Math.max(i, j));
  }

  /** The number of the atom with this input and outcome. */
  atom(input, outcome) {
    return this.atoms.findIndex((atom) => atom.input === input && atom.outcome === outcome);
  }

  /** The word, in atoms, of the event that these inputs have these outcomes. */
  event(inputs, outcomes) {
    return inputs.map((input, k) => this.atom(input, outcomes[k]));
  }

  /** The normal form of word * x over `alphabet`, the atoms or the letters; null for zero. */
  append(alphabet, word, x) {
    spend(1 + word.length);
    const { input, outcome } = alphabet[x], inputAt = (k) => alphabet[word[k]].input;
    let stop = word.length;
    while (stop && inputAt(stop - 1) !== input && this.commute(inputAt(stop - 1), input)) stop--;
    const stretch = word.slice(stop);
    if (stop && inputAt(stop - 1) === input) {
      if (word[stop - 1] !== x) return null; // different projectors of one input
      if (outcome !== null) return word; // a projector is its own square
      return this.appendAll(alphabet, word.slice(0, stop - 1), stretch);
    }
    const greater = stretch.findIndex((y) => y > x), place = greater < 0 ? word.length : stop + greater;
    return [...word.slice(0, place), x, ...word.slice(place)];
  }

  appendAll(alphabet, word, others) {
    return others.reduce((w, x) => w && this.append(alphabet, w, x), word);
  }

  /** A word of a file, as a list of atoms in normal form. */
  readWord(node) {
    const names = node.text() ? node.value.split(" ") : [];
    if (names.length > MAX.atoms) throw node.refuse("size");
    return names.reduce((word, name) => {
      const x = this.atoms.findIndex((atom) => atom.text === name);
      const longer = x < 0 ? null : this.append(this.atoms, word, x);
      if (!longer || longer.length !== word.length + 1 || longer.at(-1) !== x) throw node.refuse("not-a-word");
      return longer;
    }, []);
  }

  /** Words of behaviours name a party once, and with it every party that may signal to it. */
  requireBehaviourWord(node, word) {
    const parties = word.map((x) => this.partyOf(this.atoms[x]));
    const isRepeated = new Set(parties).size !== parties.length;
    const isMissing = this.signalling.some(([s, r]) => parties.includes(r) && !parties.includes(s));
    if (isRepeated || isMissing) throw node.refuse("not-a-word");
  }
}

/** What a letter or atom is when its input has this outcome: 1 or -1 for an observable, 1 or 0 for an event. */
export const valueOn = (symbol, outcome) =>
  (symbol.outcome === null ? 1 - 2 * outcome : Number(symbol.outcome === outcome));
