// Rule ideal: means fixed by operators that annihilate the state; derivations are also used by sos and guessing.
import { ONE } from "../rationals.mjs";
import { readPositive } from "../symbols.mjs";
import { excludeVacuity, readUse, requireZero, subtractMeans } from "./parts.mjs";

export function ideal(s, witness) {
  const { algebra, ring } = s;
  const found = witness.fields(["memberships"], ["derivations", "multiplier", "symbols", "feasible"]);
  excludeVacuity(s, found, witness);
  const multiplier = readMultiplier(s, found), derived = derive(s, found);
  found.memberships.items(s.values.length).forEach((node, i) => {
    const { operator, value } = s.values[i], total = new Map();
    algebra.add(total, algebra.minus(operator, algebra.scalar(value)), multiplier);
    subtractAnnihilations(s, node.fields(["annihilations"]), derived, total);
    requireZero(node, total);
  });
}

export const readMultiplier = (s, { multiplier }) =>
  multiplier ? readPositive(multiplier, s.ring) : s.ring.rational(ONE);

/** The operators that the derivations prove to annihilate the state, by name. */
export function derive(s, found) {
  const { algebra, ring } = s, derived = new Map();
  for (const entry of found.derivations?.items() ?? []) {
    const parts = entry.fields(["squares"], ["means", "annihilations"]), total = new Map();
    subtractMeans(s, parts, total);
    subtractAnnihilations(s, parts, derived, total);
    for (const square of parts.squares.items()) {
      const item = square.fields(["name", "weight", "polynomial"]), name = item.name.name(/^[a-z][a-z0-9-]{0,31}$/);
      if (s.hypotheses.has(name) || derived.has(name)) throw item.name.refuse("duplicate-name");
      const weight = readPositive(item.weight, ring), { operator } = algebra.readTerms(item.polynomial);
      algebra.add(total, algebra.sandwich(operator, algebra.identity()), ring.neg(weight));
      derived.set(name, operator);
    }
    requireZero(entry, total);
  }
  return derived;
}

/** total -= X t + (X t)*; t stands next to the state, which it annihilates. */
export function subtractAnnihilations(s, found, derived, total) {
  const { algebra, ring } = s, minus = ring.neg(ring.rational(ONE));
  for (const entry of found.annihilations?.items() ?? []) {
    const { hypothesis, polynomial } = entry.fields(["hypothesis", "polynomial"]);
    const t = derived.get(hypothesis.text()) ?? readUse(s, hypothesis, "annihilates").operator;
    const xt = algebra.multiply(algebra.readTerms(polynomial).operator, t);
    algebra.add(total, xt, minus);
    algebra.add(total, algebra.adjoint(xt), minus);
  }
}
