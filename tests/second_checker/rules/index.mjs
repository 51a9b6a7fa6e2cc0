// The rules (section 9 of the page), and how a certificate or premise is checked by one.
import { MAX } from "../limits.mjs";
import { KINDS } from "../statements.mjs";
import { amplification } from "./amplification.mjs";
import { accumulation } from "./accumulation.mjs";
import { assemblage } from "./assemblage.mjs";
import { chain } from "./chain.mjs";
import { enclosure } from "./enclosure.mjs";
import { extraction } from "./extraction.mjs";
import { factors } from "./factors.mjs";
import { guessing } from "./guessing.mjs";
import { hashing } from "./hashing.mjs";
import { ideal } from "./ideal.mjs";
import { lpDual } from "./lp_dual.mjs";
import { point } from "./point.mjs";
import { polynomial } from "./polynomial.mjs";
import { quantumFactors } from "./quantum_factors.mjs";
import { quadrature } from "./quadrature.mjs";
import { sos } from "./sos.mjs";
import { uncertainty } from "./uncertainty.mjs";

/** Rule farkas: the slack of a statement of kind empty is -1, so a proof of it is a contradiction. */
const farkas = (s, witness) => (s.hasOperators ? sos(s, witness) : lpDual(s, witness));

const anyChain = (s, ...rest) =>
  ({ extractor: extraction, "accumulated-bits": accumulation }[s.kind] ?? chain)(s, ...rest);

const anyFactors = (s, ...rest) => (s.kind === "quantum-bits" ? quantumFactors : factors)(s, ...rest);

const RULES = new Map([
  ["lp-dual", { kinds: ["bound"], prove: lpDual }],
  ["sos", { kinds: ["bound"], prove: sos }],
  ["farkas", { kinds: ["empty"], prove: farkas }],
  ["guessing", { kinds: ["guessing"], prove: guessing }],
  ["quadrature", { kinds: ["entropy"], prove: quadrature }],
  ["uncertainty", { kinds: ["entropy"], prove: uncertainty }],
  ["ideal", { kinds: ["equality"], prove: ideal }],
  ["point", { kinds: ["value"], prove: point }],
  ["enclosure", { kinds: ["enclosure"], prove: enclosure }],
  ["polynomial", { kinds: ["comparison"], prove: polynomial }],
  ["chain", { kinds: ["min-entropy", "certified-bits", "accumulated-bits", "extractor"], prove: anyChain }],
  ["amplification", { kinds: ["amplification"], prove: amplification }],
  ["factors", { kinds: ["estimated-bits", "quantum-bits"], prove: anyFactors }],
  ["hashing", { kinds: ["extracted-bits"], prove: hashing }],
  ["assemblage", { kinds: ["steering-bound", "steering-guessing", "steering-value"], prove: assemblage }],
]);

/** The statement of a certificate, or of a premise `depth` chains deep; it is proved, or something is refused. */
export function check(node, depth = 0) {
  if (depth > MAX.premiseDepth) throw node.refuse("depth");
  const found = node.fields(["rule", "statement", "witness"], depth ? [] : ["format", "provenance"]);
  const rule = RULES.get(found.rule.text());
  if (!rule) throw found.rule.refuse("unknown-rule");
  const statement = readStatement(found.statement);
  if (!found.witness.members().size) throw found.witness.refuse("witness-empty");
  if (!rule.kinds.includes(statement.kind)) throw found.statement.refuse("wrong-kind");
  rule.prove(statement, found.witness, (premise) => check(premise, depth + 1));
  return statement;
}

function readStatement(node) {
  const kind = node.members().get("kind");
  if (!kind) throw node.refuse("missing-key");
  const read = KINDS.get(kind.text());
  if (!read) throw kind.refuse("unknown-kind");
  return Object.assign(read(node), { kind: kind.value });
}
