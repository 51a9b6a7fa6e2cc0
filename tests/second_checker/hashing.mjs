// Statements about bits extracted from a run (kind extracted-bits in section 9 of the page).
import { readCertifiedBits, TAGS } from "./entropy.mjs";
import { readEstimatedBits } from "./factors.mjs";
import { MAX } from "./limits.mjs";
import { cmp, ONE, show } from "./rationals.mjs";

const RUNS = {
  "certified-bits": { read: readCertifiedBits, score: "n f(Ihat - eps)" },
  "estimated-bits": { read: readEstimatedBits, score: "h" },
};
const HASHES = {
  toeplitz: "w_i = sum over j of r_j*s_(i-j+N-1) mod 2 for i = 0..m-1, with a seed s of N + m - 1 bits",
  "two-universal": "a function drawn by the seed from a family",
};
const DATA = {
  declaration: "what was fixed before the first round",
  events: "the recorded rounds",
  seed: "the seed",
  output: "the output",
};
export const CLASSICAL = `tag: adversary = classical: ${TAGS.adversary.classical}`;
const ASSUMPTIONS = [
  "seed: the seed is uniform and independent of inputs, outcomes and the adversary's information",
  "threshold-declared: everything this statement names but counts, estimate, bits and sha256 was fixed before the first"
    + " round, or as it says of factors",
  "outcomes-secret: no outcome reaches the adversary but through the output",
];
const FAMILY = "family: two different strings have equal images with probability at most 2^-m over the seed, which is not"
  + " proved here";

export function readExtractedBits(node) {
  const found = node.fields(["kind", "run", "threshold", "hash", "output", "error"], ["data"]);
  const kind = found.run.members().get("kind");
  if (!kind) throw found.run.refuse("missing-key");
  const { read, score } = RUNS[kind.choice(Object.keys(RUNS))], run = read(found.run);
  const threshold = found.threshold.rational();
  if (threshold.n <= 0n) throw found.threshold.refuse("out-of-range");
  const hash = found.hash.choice(Object.keys(HASHES)), output = found.output.integer(1n, MAX.count);
  const error = found.error.rational();
  if (error.n <= 0n || cmp(error, ONE) >= 0) throw found.error.refuse("out-of-range");
  const digests = found.data ? found.data.fields([], Object.keys(DATA)) : {};
  const data = Object.keys(DATA).filter((name) => digests[name])
    .map((name) => `data: ${name}: sha256 ${digests[name].name(/^[0-9a-f]{64}$/)}, said to be that of ${DATA[name]}`);
  const assumptions = [...ASSUMPTIONS, ...(hash === "two-universal" ? [FAMILY] : [])];
  const lines = [
    ...run.lines,
    `string: r of N bits, the outcomes of the rounds in order, of each round those of ${widthsOf(run.scenario)} bits, the`
      + " highest first",
    `accepted: runs with ${score} >= ${show(threshold)} bits; this one is accepted`,
    `hash: ${hash}: ${HASHES[hash]}`,
    `output: w of m = ${output} bits`,
    "claim: for each value e of the adversary's information, (1/2) sum over inputs, seed and w of |Pr[inputs, seed, w,"
      + ` accepted | e] - 2^-m Pr[inputs, seed, accepted | e]| <= ${show(error)}`,
    ...data,
    ...assumptions.map((text) => `assumption: ${text}`),
  ];
  return { found, run, threshold, output, error, lines };
}

/** A in 1, B in 2: the party's outcome with the most digits decides. */
function widthsOf({ parties, inputs, inputLists }) {
  const bits = (k) => (Math.max(...inputLists[k].map((i) => inputs[i].outcomes)) - 1).toString(2).length;
  return parties.map((party, k) => `${party} in ${bits(k)}`).join(", ");
}
