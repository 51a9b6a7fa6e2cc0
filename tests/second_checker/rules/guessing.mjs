// Rule guessing: outcomes guessed by someone who knows a decomposition.
import { partOf, requireNonnegativeMean } from "./lp_dual.mjs";
import { excludeVacuity, subtractMeans } from "./parts.mjs";
import { requireSum } from "./sos.mjs";

export function guessing(s, witness) {
  const found = witness.fields(["branches"], ["means", "symbols", "feasible"]);
  excludeVacuity(s, found, witness);
  // bound - sum l q, with the same weights in all branches: the average is then taken of one expression
  const common = s.algebra.scalar(s.bound);
  subtractMeans(s, found, common);
  found.branches.items(s.events.length).forEach((node, i) => requireBranch(s, node, s.events[i], common));
}

function requireBranch(s, node, event, common) {
  const found = s.hasOperators ? node.fields(["event"], ["squares", "grams"]) : node.fields(["event", partOf(s)]);
  if (s.scenario.readWord(found.event).join() !== event.join()) throw found.event.refuse("terms-order");
  const total = s.algebra.minus(common, s.algebra.ofWord(event));
  if (s.hasOperators) requireSum(s, found, node, total);
  else requireNonnegativeMean(s, found, node, total);
}
