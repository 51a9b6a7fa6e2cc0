// Statements about bits from a biased source (kind amplification in section 9 of the page).
import { listCells } from "./entropy.mjs";
import { MAX } from "./limits.mjs";
import { Algebra } from "./operators.mjs";
import { cmp, HALF, MINUS_ONE, ONE, range, show, tuples } from "./rationals.mjs";
import { Scenario } from "./scenario.mjs";
import { SETS } from "./sets.mjs";
import { readRing } from "./symbols.mjs";

const KEYS = ["kind", "set", "scenario", "bias", "strings", "devices", "failures", "bits", "error"];
const ASSUMPTIONS = {
  "no-signalling": "given e, the inputs of any boxes, and what the adversary does with a part of her own, change no"
    + " marginal of the others; each box is used once",
  source: "each source bit is 0 with probability between 1/2 - b and 1/2 + b, given e and all earlier source bits",
  independence: "given e, the source bits are independent of the boxes and the adversary's part",
  adversary: "e, all source bits and which runs failed are known to the adversary, who may choose w after them",
};

export function readAmplification(node) {
  const found = node.fields(KEYS), s = { found, ring: readRing({}) };
  s.set = found.set.choice(["no-signalling"]);
  s.scenario = new Scenario(found.scenario);
  listCells(s, found.scenario);
  s.algebra = new Algebra(s.scenario, s.ring);
  s.bias = found.bias.rational();
  if (s.bias.n < 0n || cmp(s.bias, HALF) >= 0) throw found.bias.refuse("out-of-range");
  const entries = found.strings.items();
  if (entries.length > MAX.strings) throw found.strings.refuse("size");
  s.length = [1, 2, 3, 4].find((n) => 2 ** n === entries.length);
  if (!s.length) throw found.strings.refuse("wrong-shape");
  s.strings = entries.map((entry) => readString(s, entry));
  s.devices = found.devices.integer(1n, MAX.count);
  s.failures = found.failures.integer(0n);
  if (s.failures >= s.devices) throw found.failures.refuse("out-of-range");
  s.bits = found.bits.integer(1n, MAX.blocksOfBits);
  s.error = found.error.rational();
  s.lines = textOf(s);
  return s;
}

/** { inputs, marks, difference }: the last is the operator of the events that pass with 0 minus those that pass with 1. */
function readString(s, entry) {
  const [inputs, marks] = entry.items(2), { algebra, ring, scenario } = s;
  const label = (tuple) => tuple.map((i) => scenario.inputs[i].label).join(" ");
  const tuple = s.inputTuples.find((candidate) => label(candidate) === inputs.text());
  if (!tuple) throw inputs.refuse("unknown-name");
  const outcomes = tuples(tuple.map((i) => range(scenario.inputs[i].outcomes)));
  marks.name(new RegExp(`^[01-]{${outcomes.length}}$`));
  const difference = new Map();
  for (const [k, mark] of [...marks.value].entries()) {
    const sign = { 0: ONE, 1: MINUS_ONE }[mark];
    if (sign) algebra.add(difference, algebra.ofWord(scenario.event(tuple, outcomes[k])), ring.rational(sign));
  }
  return { inputs: inputs.value, marks: marks.value, difference };
}

function textOf(s) {
  const runs = s.strings.map(({ inputs, marks }, k) => `run: source bits ${k.toString(2).padStart(s.length, "0")}: inputs`
    + ` ${inputs}, outcomes in lexicographic order: ${marks}`);
  return [
    `set: ${s.set} (${SETS[s.set]})`,
    ...s.scenario.lines,
    `source: bias b = ${show(s.bias)}`,
    ...runs,
    "outcomes: 0 and 1 pass with this bit, - fails; the bit of a failed run is any function of its outcomes",
    `protocol: l = ${s.bits} blocks of ${s.devices} devices, one run each with ${s.length} source bits; accept if in every`
      + ` block at most ${s.failures} runs fail; bit i of S is the parity of block i's bits`,
    "claim: with e, source bits r and failures T known to the adversary, (1/2) sum over s of |P(accept, S=s) -"
      + " P(accept)/2^l|, summed over her outputs z for the worst input w of hers after e, r, T and s, and over e, r and T,"
      + ` is <= ${show(s.error)}`,
    ...Object.entries(ASSUMPTIONS).map(([name, text]) => `assumption: ${name}: ${text}`),
  ];
}
