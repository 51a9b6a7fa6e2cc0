// Rule guessing: outcomes guessed by someone who knows a decomposition.
import { partOf, requireNonnegativeMean } from "./lp_dual.mjs";
import { derive, readMultiplier } from "./ideal.mjs";
import { excludeVacuity, subtractMeans } from "./parts.mjs";
import { requireSum } from "./sos.mjs";

export function guessing(s, witness) {
  const forOperators = s.hasOperators ? ["derivations", "multiplier"] : [];
  const found = witness.fields(["branches"], ["means", ...forOperators, "symbols", "feasible"]);
  excludeVacuity(s, found, witness);
  const multiplier = readMultiplier(s, found), derived = derive(s, found), common = new Map();
  // m bound - sum l q, with the same weights in all branches: the average is then taken of one expression
  s.algebra.add(common, s.algebra.scalar(s.bound), multiplier);
  subtractMeans(s, found, common);
  found.branches.items(s.events.length).forEach((node, i) => {
    const left = new Map(common);
    s.algebra.add(left, s.algebra.ofWord(s.events[i]), s.ring.neg(multiplier));
    requireBranch(s, node, s.events[i], derived, left);
  });
}

function requireBranch(s, node, event, derived, total) {
  const parts = ["squares", "grams", "annihilations"];
  const found = s.hasOperators ? node.fields(["event"], parts) : node.fields(["event", partOf(s)]);
  if (s.scenario.readWord(found.event).join() !== event.join()) throw found.event.refuse("terms-order");
  if (s.hasOperators) requireSum(s, found, node, derived, total);
  else requireNonnegativeMean(s, found, node, total);
}
