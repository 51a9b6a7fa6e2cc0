// What several rules share (section 8 of the page): vacuity, means, and identities that must come out as zero.
import { signOf } from "../fields.mjs";
import { objectKey, readObject, requireHypotheses } from "../objects.mjs";
import { readCoefficient, readPoint, readWeight } from "../symbols.mjs";

/**
 * Read the point of the symbols, and where it is wanted the object that satisfies all hypotheses: for all values of
 * the symbols, or at the point when the statement names it.
 */
export function excludeVacuity(s, found, witness) {
  if (s.isShownAtPoint && found.symbols) throw found.symbols.refuse("unknown-key");
  const named = s.isShownAtPoint ? { symbols: s.found.vacuity } : found;
  const point = readPoint(named, witness, s.ring), { feasible } = found;
  const isWanted = s.kind !== "empty" && s.hypotheses.size > 0 && !s.isUnchecked;
  if (!feasible) {
    if (isWanted) throw witness.refuse("vacuous");
    return;
  }
  if (!isWanted) throw feasible.refuse("unknown-key");
  const key = objectKey(s), thing = readObject(feasible.fields([key])[key], s);
  const at = s.isShownAtPoint ? point : null, mean = thing.mean(s.algebra.identity());
  const norm = at ? s.ring.at(mean, at) : s.ring.asNumber(mean);
  if (!norm || signOf(norm, s.ring.field) <= 0) throw feasible.refuse("not-admissible");
  requireHypotheses(feasible, thing, s, at, "vacuous");
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
