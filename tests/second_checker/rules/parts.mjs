// What several rules share (section 8 of the page): vacuity, means, and identities that must come out as zero.
import { signOf } from "../fields.mjs";
import { objectKey, readObject, requireHypotheses } from "../objects.mjs";
import { readCoefficient, readPoint, readWeight } from "../symbols.mjs";

/** Read the point of the symbols, and where it is wanted the object that satisfies all hypotheses there. */
export function excludeVacuity(s, found, witness) {
  const point = readPoint(found, witness, s.ring), { feasible } = found;
  const isWanted = s.kind !== "empty" && s.hypotheses.size > 0 && !s.isUnchecked;
  if (!feasible) {
    if (isWanted) throw witness.refuse("vacuous");
    return;
  }
  if (!isWanted) throw feasible.refuse("unknown-key");
  const key = objectKey(s), thing = readObject(feasible.fields([key])[key], s);
  const norm = s.ring.at(thing.mean(s.algebra.identity()), point);
  if (signOf(norm, s.ring.field) <= 0) throw feasible.refuse("not-admissible");
  requireHypotheses(feasible, thing, s, point, "vacuous");
}

/** The hypothesis a node names, which must be of this kind. */
export function readUse(s, node, kind) {
  const hypothesis = s.hypotheses.get(node.text());
  if (!hypothesis) throw node.refuse("unknown-name");
  if (hypothesis.kind !== kind) throw node.refuse("hypothesis-use");
  return hypothesis;
}

/** total -= sum of weights times hypotheses on means, in place. */
export function subtractMeans(s, found, total) {
  for (const entry of found.means ? found.means.items() : []) {
    const { hypothesis, weight } = entry.fields(["hypothesis", "weight"]);
    const { sense, operator } = readUse(s, hypothesis, "mean");
    // what is zero may be taken any number of times, what is nonnegative only a nonnegative one
    const factor = sense === "=" ? readCoefficient(weight, s.ring).value : readWeight(weight, s.ring);
    s.algebra.add(total, operator, s.ring.neg(factor));
  }
}

export function requireZero(node, total) {
  if (total.size) throw node.refuse("identity");
}
