// Rule polynomial: equalities and inequalities between polynomials of named real numbers.
import { readPolynomialExpression } from "../comparisons.mjs";
import { signOf } from "../fields.mjs";
import { MAX } from "../limits.mjs";
import { readNumber } from "../symbols.mjs";
import { requireZero } from "./parts.mjs";

export function polynomial(s, witness) {
  const found = witness.fields(s.needsPoint ? ["proofs", "point"] : ["proofs"]);
  if (s.needsPoint) requirePoint(s, found.point);
  found.proofs.items(s.claims.length).forEach((proof, i) => requireProof(s, s.claims[i], proof));
}

/** The values satisfy every relation and condition. */
function requirePoint(s, node) {
  const values = node.fields(s.ring.names), { field } = s.ring;
  const point = s.ring.names.map((name) => readNumber(values[name], s.ring).value);
  for (const { difference, isEqual, isStrict } of s.given) {
    const sign = signOf(s.ring.at(difference, point), field);
    if (isEqual ? sign !== 0 : sign < (isStrict ? 1 : 0)) throw node.refuse("no-real-point");
  }
}

function requireProof(s, claim, node) {
  const { ring } = s, found = node.fields([], ["multiplier", "relations", ...(claim.isEqual ? [] : ["products"])]);
  let total = claim.difference, isPositive = false;
  if (found.multiplier) {
    const multiplier = readProducts(s, found.multiplier);
    if (!multiplier.isPositive) throw found.multiplier.refuse("weight-sign");
    total = ring.mul(total, multiplier.value);
  }
  found.relations?.items(s.relations.length).forEach((entry, i) => {
    total = ring.sub(total, ring.mul(readPolynomialExpression(entry, ring), s.relations[i].difference));
  });
  if (found.products) {
    const products = readProducts(s, found.products);
    total = ring.sub(total, products.value);
    ({ isPositive } = products);
  }
  if (claim.isStrict && !isPositive) throw node.refuse("weight-sign");
  requireZero(node, total);
}

/** A sum of products of conditions, each times a sum of squares. */
function readProducts(s, node) {
  const { ring } = s;
  let value = new Map(), isPositive = false;
  for (const entry of node.items()) {
    const { squares, conditions } = entry.fields(["squares"], ["conditions"]);
    let sum = new Map(), hasConstant = false;
    for (const square of squares.filled()) {
      const [weight, root] = square.items(2), w = readNumber(weight, ring).value;
      if (signOf(w, ring.field) <= 0) throw weight.refuse("weight-sign");
      const s1 = readPolynomialExpression(root, ring), constant = ring.asNumber(s1);
      hasConstant ||= constant !== undefined && constant.length > 0;
      sum = ring.add(sum, ring.mul(ring.number(w), ring.mul(s1, s1)));
    }
    const factors = conditions ? conditions.items() : [];
    if (factors.length > MAX.exponent) throw conditions.refuse("size");
    const used = factors.map((factor) => {
      const i = factor.integer(0n);
      if (i >= BigInt(s.conditions.length)) throw factor.refuse("unknown-name");
      return s.conditions[Number(i)];
    });
    isPositive ||= hasConstant && used.every(({ isStrict }) => isStrict);
    value = ring.add(value, used.reduce((product, { difference }) => ring.mul(product, difference), sum));
  }
  return { value, isPositive };
}
