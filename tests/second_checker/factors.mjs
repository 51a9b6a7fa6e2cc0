// Statements about bits estimated by factors (kind estimated-bits in section 9 of the page).
import { listCells, listingOf, OVERRIDES, readCells, readCounts, readError, TAGS, textOfBits } from "./entropy.mjs";
import { readLaws } from "./laws.mjs";
import { MAX } from "./limits.mjs";
import { Algebra } from "./operators.mjs";
import { cmp, ONE, show } from "./rationals.mjs";
import { Scenario } from "./scenario.mjs";
import { SETS } from "./sets.mjs";
import { readRing } from "./symbols.mjs";

const KEYS = ["kind", "set", "scenario", "settings", "power", "blocks", "chosen", "errors", "bits"];
const IN_SAMPLE = "in-sample: the factor was chosen from these counts: no error probability is claimed";
const CHOSEN = {
  declared: "the factor of the first block was declared before its first round",
  calibration: "the factor of the first block was chosen before its first round, from other data, in a file said to have"
    + " this sha256, which is not read here",
  data: "the factor was chosen from the counts it is applied to",
};
const FIXED = [["adversary", "classical"], ["memory", "any"], ["conditioning", "none"]];
const ASSUMPTIONS = {
  model: "given the past and the adversary's information, the law of a round is a mixture of products of an input law"
    + " named above and a behaviour of the set",
  "inputs-not-from-outputs": "the inputs of a round do not depend on the outputs of earlier rounds, given the earlier"
    + " inputs and the adversary's information",
  "inputs-known": "the adversary learns all inputs",
  "all-rounds": "every round is counted, none is discarded or post-selected",
  "rounds-declared": "the number of rounds of a block was fixed before its first round",
  "factor-declared": "the factor of a later block was fixed before its first round, from earlier blocks or before,"
    + " and the power before the first round with a factor other than 1",
};
const FACTOR = "factor: sum over inputs and outcomes of nu(inputs) F P(outcomes | inputs)^(1 + beta) <= 1 for every input"
  + " law nu named above and every behaviour P of the set";
const SCORE = "score: h = max(0, (sum over rounds of log2 F + log2 delta) / beta)";

export function readEstimatedBits(node) {
  const found = node.fields(KEYS, ["tags"]), s = { found, ring: readRing({}) };
  s.set = found.set.choice(["no-signalling", "quantum-commuting"]);
  s.scenario = new Scenario(found.scenario);
  listCells(s, found.scenario);
  s.algebra = new Algebra(s.scenario, s.ring);
  Object.assign(s, readLaws(s, found.settings));
  s.power = found.power.rational();
  if (s.power.n <= 0n || cmp(s.power, ONE) > 0) throw found.power.refuse("out-of-range");
  const entries = found.blocks.filled();
  if (entries.length > MAX.blocks) throw found.blocks.refuse("size");
  s.blocks = entries.map((entry) => readBlock(s, entry));
  s.chosen = readChosen(found.chosen);
  s.isInSample = s.chosen === "data";
  if (s.isInSample && entries.length > 1) throw found.chosen.refuse("out-of-range");
  s.delta = readError(found.errors);
  s.bits = found.bits.rational();
  if (s.bits.n < 0n) throw found.bits.refuse("out-of-range");
  const tags = found.tags ? found.tags.fields([], OVERRIDES) : {};
  s.overrides = OVERRIDES.filter((name) => tags[name]).map((name) => [name, tags[name].choice(Object.keys(TAGS[name]))]);
  s.lines = textOf(s);
  return s;
}

function readBlock(s, node) {
  const { factor, counts } = node.fields(["factor", "counts"]);
  const values = readCells(s, factor, (value) => value.rational());
  if (values.some((value) => value.n < 0n)) throw factor.refuse("out-of-range");
  return { factor: values, ...readCounts(s, counts) };
}

function readChosen(node) {
  if (node.text().startsWith("calibration")) return node.name(/^calibration [0-9a-f]{64}$/);
  return node.choice(["declared", "data"]);
}

function textOf(s) {
  const order = "(inputs: outcomes in lexicographic order)";
  const blocks = s.blocks.flatMap(({ factor, counts, rounds }, k) => [
    `block ${k + 1} of ${s.blocks.length}: n = ${rounds}, counts ${order}: ${listingOf(s, counts)}`,
    `block ${k + 1} of ${s.blocks.length}: factor F ${order}: ${listingOf(s, factor.map(show))}`,
  ]);
  const claim = `for these counts h >= ${textOfBits(s.bits)}`;
  const error = `error: delta (bad-event) = ${show(s.delta)}`;
  const event = "for each value e of the adversary's information, Pr[-log2 P(outputs | inputs, e) < h] <= delta; ";
  const tags = [...(s.isInSample ? [] : FIXED), ...s.overrides].map(([name, value]) =>
    `tag: ${name} = ${value}: ${TAGS[name][value]}`);
  const isNeeded = ([name]) => !s.isInSample && (s.laws.length > 1 || name !== "inputs-not-from-outputs");
  return [
    ...(s.isInSample ? [IN_SAMPLE] : []),
    `set: ${s.set} (${SETS[s.set]})`,
    ...s.scenario.lines,
    `inputs: given the past and the adversary's information, ${s.lawText}`,
    `power: beta = ${show(s.power)}`,
    ...blocks,
    FACTOR,
    s.isInSample ? `parameter: delta = ${show(s.delta)}` : error,
    SCORE,
    `claim: ${s.isInSample ? "" : event}${claim}`,
    ...tags,
    `tag: factor = ${s.chosen}: ${CHOSEN[s.chosen.split(" ")[0]]}`,
    ...Object.entries(ASSUMPTIONS).filter(isNeeded).map(([name, text]) => `assumption: ${name}: ${text}`),
  ];
}
