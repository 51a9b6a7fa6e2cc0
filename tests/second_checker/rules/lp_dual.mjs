// Rule lp-dual: bounds for behaviours.
import { MAX } from "../limits.mjs";
import { product, range, tuples } from "../rationals.mjs";
import { valueOn } from "../scenario.mjs";
import { readWeight } from "../symbols.mjs";
import { excludeVacuity, requireZero, subtractMeans } from "./parts.mjs";

/** The key of the witness, or of a branch, that proves a mean nonnegative. */
export const partOf = ({ set }) => (set === "local" ? "strategies" : "events");

export function lpDual(s, witness) {
  if (s.hasOperators) throw s.node.refuse("wrong-kind");
  const part = partOf(s), found = witness.fields([part], ["means", "symbols", "feasible"]);
  if (part === "events" && ![found.events, found.means].some((list) => list?.items().length)) {
    throw witness.refuse("witness-empty");
  }
  excludeVacuity(s, found, witness);
  const total = new Map(s.slack);
  subtractMeans(s, found, total);
  requireNonnegativeMean(s, found, witness, total);
}

/** Steps 3 and 4: `total` has a nonnegative mean in every behaviour of the set. */
export function requireNonnegativeMean(s, found, node, total) {
  if (s.set === "local") requireStrategies(s, found, node, total);
  else requireEvents(s, found, node, total);
}

function requireEvents(s, found, node, total) {
  const { algebra, ring, scenario } = s;
  for (const entry of found.events.items()) {
    const [w, event] = entry.items(2), weight = readWeight(w, ring), word = scenario.readWord(event);
    scenario.requireBehaviourWord(event, word);
    // an observable has no nonnegative mean
    if (!word.length || word.some((x) => scenario.atoms[x].outcome === null)) throw event.refuse("not-a-word");
    algebra.add(total, algebra.ofWord(word), ring.neg(weight));
  }
  requireZero(node, total);
}

function requireStrategies(s, found, node, total) {
  const { ring, scenario } = s, outcomes = scenario.inputs.map((input) => input.outcomes), count = product(outcomes);
  if (count > MAX.strategies) throw node.refuse("size");
  if (found.strategies.integer(1n) !== BigInt(count)) throw found.strategies.refuse("strategy");
  for (const strategy of tuples(outcomes.map(range))) {
    let value = new Map();
    for (const { word, c } of total.values()) {
      const letters = word.map((x) => scenario.letters[x]);
      const factor = product(letters.map((letter) => valueOn(letter, strategy[letter.input])));
      if (factor) value = factor > 0 ? ring.add(value, c) : ring.sub(value, c);
    }
    if (!ring.isNonnegative(value)) throw node.refuse("strategy");
  }
}
