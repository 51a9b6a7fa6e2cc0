// Rule chain for extractors: a length formula from a lemma, or from a premise by one of two theorems.
import { add, cmp, HALF, mul, Q } from "../rationals.mjs";

const LEMMA = {
  "two-source-shift": { growth: 2n, weight: 2n, factor: Q(8n) },
  "two-source-cyclic": { growth: 1n, weight: 2n, factor: Q(2n) },
};
const STEPS = { "classical-proof": fromLemma, "quantum-proof": fromTheorem3, "quantum-proof-smooth": fromTheorem4 };

/** `checkPremise` checks a premise like a certificate and returns its statement. */
export function extraction(s, witness, checkPremise) {
  const { growth, weight, factor } = STEPS[s.adversary](s, witness, (node, adversary) => {
    const premise = checkPremise(node);
    if (premise.kind !== "extractor" || premise.name !== s.name) throw node.refuse("premise");
    if (premise.adversary !== adversary) throw node.refuse("tag");
    return premise.length;
  });
  const isGiven = s.length.growth === growth && s.length.weight === weight && cmp(s.length.factor, factor) <= 0;
  if (!isGiven) throw s.found.length.refuse("bits");
}

function fromLemma(s, witness) {
  witness.fields(["lemma"]).lemma.choice([s.name]);
  return LEMMA[s.name];
}

function fromTheorem3(s, witness, read) {
  const { growth, weight, factor } = read(witness.fields(["theorem-3"])["theorem-3"], "classical-proof");
  const times = weight + 2n;
  return { growth: growth + times, weight: 2n * times, factor: mul(factor, power(Q(4n, 3n), times)) };
}

function fromTheorem4(s, witness, read) {
  const found = witness.fields(["theorem-4", "shares"]), { shares } = found;
  const { growth, weight, factor } = read(found["theorem-4"], "quantum-proof");
  const [first, second, rest] = shares.items(3).map((share) => share.rational());
  const isPositive = [first, second, rest].every((share) => share.n > 0n);
  if (!isPositive || cmp(add(first, add(second, rest)), HALF) > 0) throw shares.refuse("weight-sign");
  return { growth, weight: weight + 2n, factor: mul(factor, mul(mul(first, second), power(rest, weight))) };
}

function power(x, exponent) {
  let result = Q(1n);
  for (let i = 0n; i < exponent; i++) result = mul(result, x);
  return result;
}
