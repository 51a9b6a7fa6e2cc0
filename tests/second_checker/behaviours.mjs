// Behaviours (section 7 of the page): tables of probabilities, row by row of inputs, cell by cell of outcomes.
import { MAX } from "./limits.mjs";
import { Q, range, tuples } from "./rationals.mjs";
import { valueOn } from "./scenario.mjs";
import { readWeight } from "./symbols.mjs";

export class Behaviour {
  constructor(node, { algebra, ring, scenario }) {
    Object.assign(this, { algebra, ring, scenario });
    this.first = scenario.inputLists.map((inputs) => inputs[0]);
    if (scenario.cells > MAX.cells) throw node.refuse("size");
    // inputs, joined -> { inputs, cells: outcomes, joined -> { outcomes, weight } }; cells left out have 0
    this.rows = new Map(tuples(scenario.inputLists).map((inputs) => [inputs.join(), { inputs, cells: new Map() }]));
    for (const entry of node.items()) this.readCell(entry);
    for (const row of this.rows.values()) {
      if (scenario.parties.some((_, k) => this.isSignalled(row, k))) throw node.refuse("not-admissible");
    }
  }

  readCell(entry) {
    const [first, word] = entry.items(2), weight = readWeight(first, this.ring), { scenario } = this;
    const atoms = scenario.readWord(word).map((x) => scenario.atoms[x]);
    const namesAll = atoms.map((atom) => scenario.partyOf(atom)).join() === scenario.parties.join();
    if (!namesAll || atoms.some(({ outcome }) => outcome === null)) throw word.refuse("not-a-word");
    const inputs = atoms.map(({ input }) => input), outcomes = atoms.map(({ outcome }) => outcome);
    const { cells } = this.rows.get(inputs.join());
    if (cells.has(outcomes.join())) throw word.refuse("terms-order");
    cells.set(outcomes.join(), { outcomes, weight });
  }

  /** Whether party k's input, compared with its first one, changes a marginal of the parties it may not signal to. */
  isSignalled(row, k) {
    const { ring, scenario } = this, party = scenario.parties[k];
    const isOther = (j) => j !== k && !scenario.maySignal(party, scenario.parties[j]);
    const kept = range(scenario.parties.length).filter(isOther), difference = new Map();
    const addMarginal = ({ cells }, sign) => {
      for (const { outcomes, weight } of cells.values()) {
        const key = kept.map((j) => outcomes[j]).join(), old = difference.get(key) ?? new Map();
        difference.set(key, sign > 0 ? ring.add(old, weight) : ring.sub(old, weight));
      }
    };
    addMarginal(row, 1);
    addMarginal(this.rows.get(row.inputs.map((i, j) => (j === k ? this.first[k] : i)).join()), -1);
    return [...difference.values()].some((d) => d.size);
  }

  /** The mean of an operator, at the first input of every party its words do not name. */
  mean(operator) {
    const { algebra, ring, scenario } = this;
    let total = new Map();
    for (const { word, c } of operator.values()) {
      const inputs = [...this.first], letters = [];
      for (const factor of word) {
        const input = algebra.inputOf(factor), k = scenario.parties.indexOf(scenario.inputs[input].party);
        inputs[k] = input;
        if (factor >= 0) letters.push([k, scenario.letters[factor]]); // a mark only fixes the input
      }
      for (const { outcomes, weight } of this.rows.get(inputs.join()).cells.values()) {
        const value = letters.reduce((v, [k, letter]) => v * valueOn(letter, outcomes[k]), 1);
        if (value) total = ring.add(total, ring.mul(ring.rational(Q(BigInt(value))), ring.mul(c, weight)));
      }
    }
    return total;
  }
}
