// Rule point: something with these values exists.
import { objectKey, readObject, requireHypotheses } from "../objects.mjs";
import { ONE } from "../rationals.mjs";
import { readPoint, readPositive } from "../symbols.mjs";

export function point(s, witness) {
  const { algebra, ring } = s, key = objectKey(s), found = witness.fields([key], ["norm", "symbols"]);
  readPoint(found, witness, ring);
  const thing = readObject(found[key], s), norm = found.norm ? readPositive(found.norm, ring) : ring.rational(ONE);
  if (ring.sub(thing.mean(algebra.identity()), norm).size) throw witness.refuse("not-admissible");
  requireHypotheses(witness, thing, s, null, "not-admissible");
  for (const { operator, value, node } of s.values) {
    if (ring.sub(thing.mean(operator), ring.mul(value, norm)).size) throw node.refuse("not-attained");
  }
}
