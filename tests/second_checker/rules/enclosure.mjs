// Rule enclosure: a number lies in an interval.
import { evaluate, readPrecision } from "../expressions.mjs";
import { evaluatedAt } from "../interval.mjs";
import { cmp } from "../rationals.mjs";

export function enclosure(s, witness) {
  const precision = readPrecision(witness.fields(["precision"]).precision);
  const [low, high] = evaluatedAt(s.node, () => evaluate(s.expression, precision));
  if (cmp(s.low, low) > 0 || cmp(high, s.high) > 0) throw s.node.refuse("enclosure");
}
