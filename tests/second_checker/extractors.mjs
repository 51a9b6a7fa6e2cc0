// Statements about extractors (section 9 of the page): a formula for the length of the output.
import { show } from "./rationals.mjs";

const FUNCTIONS = {
  "two-source-shift": "z_i = sum over t of x_t*y_(t-i) mod 2 for i = 0..m-1, y_j = 0 for j < 0, 1 <= m <= n",
  "two-source-cyclic": "z_i = sum over t of x_t*y_(t-i mod n) mod 2 for i = 0..m-1, 1 <= m < n,"
    + " n a prime with primitive root 2",
};
const QUANTUM = "C is a quantum system with I(x : y | C) = 0 (Markov model); k1, k2 bound from below the";
const ENTROPIES = "min-entropies of x and of y given C (minus log2 of the average probability of guessing)";
const ADVERSARIES = {
  "classical-proof": `C is classical, x and y are independent given C; k1, k2 bound from below the ${ENTROPIES}`,
  "quantum-proof": `${QUANTUM} ${ENTROPIES}`,
  "quantum-proof-smooth": `${QUANTUM} smooth ${ENTROPIES}: the largest of a subnormalised state within`
    + " purified distance d1, d2",
};
const WITHIN = "within: (1/2)||.||_1 between (z, x, C) and a uniform z independent of (x, C),"
  + " and also between (z, y, C) and a uniform z independent of (y, C)";
const ASSUMPTIONS = [
  "theorem-3: an extractor strong in one source, with error e for k1, k2 and no side information, is quantum-proof"
    + " in the Markov model and as strong, with error sqrt(3*e*2^(m-2)) for k1 + log2(1/e), k2 + log2(1/e)"
    + " (theorem 2 of arXiv:1510.06743 as cited by kulikov2024; not proved here)",
  "theorem-4: what is quantum-proof in the Markov model with error e for k1 - log2(1/e1), k2 - log2(1/e2) has error"
    + " 6*d1 + 6*d2 + 2*e1 + 2*e2 + 2*e for smooth min-entropies k1, k2 and is as strong"
    + " (lemma 17 of arXiv:1510.06743 as cited by kulikov2024; not proved here)",
];

export function readExtractor(node) {
  const found = node.fields(["kind", "function", "adversary", "length"]), names = Object.keys(ADVERSARIES);
  const name = found.function.choice(Object.keys(FUNCTIONS)), adversary = found.adversary.choice(names);
  const items = found.length.items(3), growth = items[0].integer(1n), weight = items[1].integer(1n);
  const factor = items[2].rational(), steps = names.indexOf(adversary);
  if (factor.n <= 0n) throw items[2].refuse("out-of-range");
  const isSmooth = steps === 2, condition = `${growth}*m <= k1 + k2 - n + ${weight}*log2(D) + log2(${show(factor)})`;
  const lines = [
    `extractor: ${name}: ${FUNCTIONS[name]}`,
    `claim: for all n, m, k1, k2 and D > 0, if ${condition} then within D${isSmooth ? " + 6*d1 + 6*d2" : ""}`,
    WITHIN,
    "error: D (soundness)",
    ...(isSmooth ? ["error: 6*d1 (smoothing of k1)", "error: 6*d2 (smoothing of k2)"] : []),
    `tag: adversary = ${adversary}: ${ADVERSARIES[adversary]}`,
    ...ASSUMPTIONS.slice(0, steps).map((assumption) => `assumption: ${assumption}`),
  ];
  return { found, name, adversary, length: { growth, weight, factor }, lines };
}
