// Explicit objects (section 7 of the page): which there are for a set, and when they satisfy the hypotheses.
import { Behaviour } from "./behaviours.mjs";
import { Mixture } from "./models.mjs";

/** The key of the object that shows something about a set. */
export const objectKey = ({ set }) => (["no-signalling", "time-ordered"].includes(set) ? "behaviour" : "models");

/** The object, admissible for all values of the symbols. */
export const readObject = (node, setting) =>
  (objectKey(setting) === "behaviour" ? new Behaviour(node, setting) : new Mixture(node, setting));

/** Refuse an object that violates a hypothesis, at the point, or with null at any values of the symbols. */
export function requireHypotheses(node, thing, setting, point, code) {
  const { ring } = setting, evaluated = (x) => (point ? ring.number(ring.at(x, point)) : x);
  for (const hypothesis of setting.hypotheses.values()) {
    if (!satisfies(thing, hypothesis, ring, evaluated)) throw node.refuse(code);
  }
}

function satisfies(thing, { kind, sense, operator }, ring, evaluated) {
  if (kind === "mean") {
    const mean = evaluated(thing.mean(operator));
    return sense === "=" ? !mean.size : ring.isNonnegative(mean);
  }
  const entry = (parts) => parts.map(evaluated);
  if (kind === "annihilates") return thing.annihilates(operator, entry);
  return kind === "relation" ? thing.isZeroOperator(operator, entry) : thing.isPositiveOperator(operator, entry);
}
