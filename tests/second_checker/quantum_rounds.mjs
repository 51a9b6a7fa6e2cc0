// Statements about many rounds against a quantum adversary (kinds quantum-bits and accumulated-bits, section 9 of the page).
import { labelsOf, listCells, listingOf, readCells, readCounts, readLaw, TAGS, textOfBits } from "./entropy.mjs";
import { readLaws } from "./laws.mjs";
import { MAX } from "./limits.mjs";
import { Algebra } from "./operators.mjs";
import { cmp, ONE, show, ZERO } from "./rationals.mjs";
import { Scenario } from "./scenario.mjs";
import { SETS } from "./sets.mjs";
import { readRing } from "./symbols.mjs";

const ORDER = "(inputs: outcomes in lexicographic order)";
const CHOSEN = {
  declared: "the factor of the first block was declared before its first round",
  calibration: "the factor of the first block was chosen before its first round, from other data, in a file said to have"
    + " this sha256, which is not read here",
};
const FACTOR = "factor: sum over inputs and outcomes of nu(inputs) F tr (S^(1/2) M S^(1/2))^alpha <= tr S^alpha,"
  + " alpha = 1 + beta, for every input law nu named above, S >= 0 and measurements M(outcomes | inputs) of the set";
const CLAIM = "claim: the part rho of the state of outputs, inputs and E that belongs to accepted runs has"
  + " Q(rho || 1 x P(inputs) x rho_E) <= 2^-T,"
  + " Q(r || s) = tr (s^(-beta/(2 alpha)) r s^(-beta/(2 alpha)))^alpha";
const OF_FACTORS = [
  "tag: adversary = quantum: the adversary holds a quantum system E that the devices do not touch, and may measure it at"
    + " the end, knowing all inputs and the seed",
  `tag: memory = any: ${TAGS.memory.any}`,
  "tag: conditioning = acceptance: distances are weighted with the probability of acceptance",
  "assumption: quantum-model: every round measures a system of finite dimension, separate from E, with a strategy of the"
    + " set, whatever happened before",
  "assumption: inputs: given the past, and what is classical of the adversary's information, the inputs of a round have a"
    + " law named above, depend on earlier inputs, not on earlier outputs, and are independent of devices and E",
  "assumption: all-rounds: every round is counted, none is discarded or post-selected",
  "assumption: factor-declared: the number of rounds of a block and its factor were fixed before its first round,"
    + " from earlier blocks or before, and power, threshold, error and length before the first round",
  "assumption: hashing: if Q(rho || 1 x sigma) <= 2^-T for sigma of norm 1, a two-universal function to l bits leaves rho"
    + " within 2^((beta l - T)/alpha - 2 beta/alpha) of uniform, in half the trace norm (arXiv:2105.05342 as public"
    + " programs state it; not proved here)",
  "assumption: seed: the seed is uniform and independent of everything else",
];

/** A rational strictly between 0 and 1. */
function readError(node) {
  const value = node.rational();
  if (value.n <= 0n || cmp(value, ONE) >= 0) throw node.refuse("out-of-range");
  return value;
}

function begin(node, keys, optional) {
  const found = node.fields(keys, optional), s = { node, found, ring: readRing({}) };
  s.set = found.set.choice(["quantum-tensor"]);
  s.scenario = new Scenario(found.scenario);
  listCells(s, found.scenario);
  s.algebra = new Algebra(s.scenario, s.ring);
  return s;
}

export function readQuantumBits(node) {
  const keys = ["kind", "set", "scenario", "settings", "power", "blocks", "chosen", "threshold", "error", "length"];
  const s = begin(node, keys, []), { found } = s;
  Object.assign(s, readLaws(s, found.settings));
  s.power = found.power.rational();
  if (s.power.n <= 0n || cmp(s.power, ONE) > 0) throw found.power.refuse("out-of-range");
  const entries = found.blocks.filled();
  if (entries.length > MAX.blocks) throw found.blocks.refuse("size");
  s.blocks = entries.map((entry) => {
    const { factor, counts } = entry.fields(["factor", "counts"]), values = readCells(s, factor, (value) => value.rational());
    if (values.some((value) => value.n < 0n)) throw factor.refuse("out-of-range");
    return { factor: values, ...readCounts(s, counts) };
  });
  const isFile = found.chosen.text().startsWith("calibration");
  s.chosen = isFile ? found.chosen.name(/^calibration [0-9a-f]{64}$/) : found.chosen.choice(["declared"]);
  s.threshold = found.threshold.rational();
  s.error = readError(found.error);
  s.length = found.length.integer(0n, MAX.count);
  s.lines = [
    `set: ${s.set} (${SETS[s.set]})`,
    ...s.scenario.lines,
    `inputs: given the past and the adversary's information, ${s.lawText}`,
    `power: beta = ${show(s.power)}`,
    ...s.blocks.flatMap(({ factor, counts, rounds }, k) => [
      `block ${k + 1} of ${s.blocks.length}: n = ${rounds}, counts ${ORDER}: ${listingOf(s, counts)}`,
      `block ${k + 1} of ${s.blocks.length}: factor F ${ORDER}: ${listingOf(s, factor.map(show))}`,
    ]),
    FACTOR,
    `accepted: runs with T = ${show(s.threshold)} <= sum over rounds of log2 F; this one is accepted`,
    CLAIM,
    `length: ${s.length} bits of a two-universal function of the outputs, within ${show(s.error)} of uniform (soundness,`
      + " half the trace norm), as far as the assumption on hashing holds",
    `tag: factor = ${s.chosen}: ${CHOSEN[s.chosen.split(" ")[0]]}`,
    ...OF_FACTORS,
  ];
  return s;
}

const WITH_V = "V = log2(2 d^2 + 1) + sqrt(2 + Var f), K = 2^(beta x) ln(2^x + e^2)^3/(6 (1 - beta)^3 ln 2)";
const HAVE = "the outputs of accepted runs have H_min^eps(outputs | inputs, E) >= n h - R";
const MARKOV = "assumption: markov: the inputs of every round are drawn with the law above, afresh: independent of all"
  + " that happened before, of the devices and of E";
const THEOREMS = {
  original: [`${HAVE}, R = 2 (log2(1 + 2 d) + ceil(Max f - least f)) sqrt(n (1 - 2 log2(eps p))) (entropy accumulation,`
    + " arXiv:1607.01796)", MARKOV],
  improved: [`${HAVE}, R = n beta (ln 2/2) V^2 + (1 - 2 log2(eps p))/beta + n beta^2 K, ${WITH_V}, x = log2(d) + Max f -`
    + " Min f (entropy accumulation with improved second order, arXiv:1805.11652)", MARKOV],
  generalised: [`${HAVE}, R = n beta (ln 2/2) V^2 + ((1 + beta) log2(2/eps^2) + (1 + 2 beta) log2(1/p))/beta + n beta^2`
    + ` K, ${WITH_V}, x = 2 log2(d) + Max f - Min f (generalised entropy accumulation, arXiv:2203.04989, beta =`
    + " (alpha - 1)/(2 - alpha))",
  "assumption: non-signalling: the inputs of every round are drawn with the law above, independent of the devices and of"
    + " E, and what reaches the adversary after a round does not depend on the devices' memory but through E"],
};
const OF_ACCUMULATION = [
  "assumption: quantum-model: every round measures a system of finite dimension with a strategy of the set; the devices"
    + " do not communicate with each other during a round, nor with the adversary",
  "assumption: all-rounds: every round is counted, none is discarded or post-selected",
  "assumption: threshold-declared: everything this statement names but counts was fixed before the first round",
];
const HASHING = "assumption: leftover-hashing: a two-universal function, drawn by a uniform and independent seed, of a"
  + " string with H_min^eps >= H to l bits is within 2 eps + 2^(-(H - l)/2)/2 of uniform, in half the trace norm,"
  + " smoothing in purified distance (arXiv:1002.2436, constants as commonly stated; not proved here)";

export function readAccumulatedBits(node) {
  const keys = ["kind", "set", "scenario", "inputs", "tradeoff", "theorem", "rounds", "threshold", "smoothing"];
  const s = begin(node, [...keys, "acceptance", "bits"], ["beta", "counts", "hashing"]), { found } = s;
  s.probabilities = readLaw(s, found.inputs);
  s.tradeoff = readCells(s, found.tradeoff, (value) => value.rational());
  s.theorem = found.theorem.choice(Object.keys(THEOREMS));
  s.rounds = found.rounds.integer(1n, MAX.count);
  s.threshold = found.threshold.rational();
  s.smoothing = readError(found.smoothing);
  s.acceptance = readError(found.acceptance);
  if ("beta" in found === (s.theorem === "original")) throw node.refuse("missing-key");
  s.beta = found.beta ? readError(found.beta) : ZERO;
  s.bits = found.bits.rational();
  if (s.bits.n < 0n) throw found.bits.refuse("out-of-range");
  if (found.counts) {
    s.counts = readCells(s, found.counts, (count) => count.integer(0n, MAX.count));
    if (s.counts.reduce((sum, count) => sum + count, 0n) !== s.rounds) throw found.counts.refuse("counts");
  }
  if (found.hashing) {
    const { error, length } = found.hashing.fields(["error", "length"]);
    s.hashing = { error: readError(error), length: length.integer(0n, MAX.count), place: length };
  }
  const [formula, hypothesis] = THEOREMS[s.theorem];
  const law = s.inputTuples.map((tuple, z) => `P(${labelsOf(tuple, s)}) = ${show(s.probabilities[z])}`).join(", ");
  s.lines = [
    `set: ${s.set} (${SETS[s.set]})`,
    ...s.scenario.lines,
    `inputs: ${law}`,
    `tradeoff: f ${ORDER}: ${listingOf(s, s.tradeoff.map(show))}; its mean is at most H(outputs | inputs, E) of a round`,
    `rounds: n = ${s.rounds}; accepted are runs with a mean of f of h = ${show(s.threshold)} or more, and no others`,
    ...(s.counts ? [`counts ${ORDER}: ${listingOf(s, s.counts)}; this run is accepted`] : []),
    "claim: either a run is accepted with probability below p, or H_min^eps(outputs | inputs, E) of accepted runs is >="
      + ` ${textOfBits(s.bits)}`,
    `error: eps = ${show(s.smoothing)} (smoothing, purified distance)`,
    `error: p = ${show(s.acceptance)} (acceptance)`,
    ...(found.beta ? [`parameter: beta = ${show(s.beta)}`] : []),
    ...(s.hashing ? [`length: ${s.hashing.length} bits within 2 eps + ${show(s.hashing.error)} of uniform, given acceptance`
      + " (soundness, half the trace norm)"] : []),
    "tag: adversary = quantum: the adversary holds a quantum system E, knows all inputs, and may measure it at the end",
    `assumption: theorem: ${s.theorem}: ${formula}; d = ${s.outcomes}, the largest number of outcome tuples of an input`
      + " tuple; not proved here, compared with public programs only",
    hypothesis,
    ...OF_ACCUMULATION,
    ...(s.hashing ? [HASHING] : []),
  ];
  return s;
}
