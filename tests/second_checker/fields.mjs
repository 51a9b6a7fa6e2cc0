// Real number fields Q(alpha) (section 3 of the page): irreducibility, the root, signs.
import { MAX } from "./limits.mjs";
import { addPolynomials, multiplyPolynomials, polynomialText, restOf, trim, valueAt } from "./polynomials.mjs";
import { abs, add, cmp, HALF, inv, least, most, mul, neg, ONE, Q, range, show, sub, ZERO } from "./rationals.mjs";
import { Refused } from "./refusals.mjs";

function divisorsOf(value) {
  const divisors = [];
  for (let d = 1n; d * d <= abs(value); d++) {
    if (value % d === 0n) for (const e of new Set([d, abs(value) / d])) divisors.push(e, -e);
  }
  return divisors;
}

/** Whether the monic integer polynomial m has a factor, by Kronecker's method: a factor's values divide those of m. */
function isReducible(m, node) {
  const points = [], divisors = [];
  let candidates = 1;
  for (let k = 1; k <= (m.length - 1) >> 1; k++) {
    const x = Q(BigInt(k >> 1) * (k % 2 ? 1n : -1n)), value = valueAt(m, x).n;
    if (!value) return true;
    points.push(x);
    divisors.push(divisorsOf(value));
    candidates *= divisors.at(-1).length;
    if (candidates > MAX.candidates) throw node.refuse("size");
    if (hasFactorThrough(points, divisors, m)) return true;
  }
  return false;
}

/** Whether a monic polynomial that takes one of the given values at each of the k points divides m; it has degree k. */
function hasFactorThrough(points, divisors, m) {
  const k = points.length;
  // Newton's basis: basis[j] vanishes at the points before j, so adding a multiple of it keeps the values found there
  const basis = [[ONE]];
  for (const x of points) basis.push(multiplyPolynomials(basis.at(-1), [neg(x), ONE]));
  const search = (j, g) => {
    if (j === k) return !restOf(m, g).length;
    const scale = inv(valueAt(basis[j], points[j])), now = valueAt(g, points[j]);
    return divisors[j].some((d) => {
      const step = mul(sub(Q(d), now), scale);
      return search(j + 1, addPolynomials(g, basis[j].map((c) => mul(step, c))));
    });
  };
  return search(0, basis[k]);
}

/** The number of roots of p in (low, high], by Sturm's chain. */
function rootsBetween(p, low, high) {
  const chain = [p, trim(p.map((c, i) => mul(Q(BigInt(i)), c)).slice(1))];
  for (let rest; (rest = restOf(chain.at(-2), chain.at(-1))).length;) chain.push(rest.map(neg));
  const changes = (x) => {
    const signs = chain.map((q) => valueAt(q, x).n).filter((n) => n).map((n) => n > 0n);
    return signs.slice(1).filter((sign, i) => sign !== signs[i]).length;
  };
  return changes(low) - changes(high);
}

export class Field {
  constructor(node) {
    const found = node.fields(["minimal-polynomial", "root"]), polynomial = found["minimal-polynomial"];
    const entries = polynomial.items();
    if (entries.length > MAX.degree + 1) throw node.refuse("size");
    if (entries.length < 3) throw polynomial.refuse("wrong-shape");
    this.m = entries.map((entry) => Q(entry.integer()));
    if (this.m.some((c) => abs(c.n) > MAX.coefficient)) throw node.refuse("size");
    if (this.m.at(-1).n !== 1n) throw entries.at(-1).refuse("out-of-range");
    if (isReducible(this.m, polynomial)) throw polynomial.refuse("reducible");
    this.degree = this.m.length - 1;
    [this.low, this.high] = found.root.items(2).map((end) => end.rational());
    // an end is no root itself: m is irreducible of degree 2 or more
    if (cmp(this.low, this.high) >= 0 || rootsBetween(this.m, this.low, this.high) !== 1) {
      throw found.root.refuse("not-isolating");
    }
    this.isRising = valueAt(this.m, this.high).n > 0n;
    this.halvings = 0;
    this.line = `field: alpha is the root of ${polynomialText(this.m)} in (${show(this.low)}, ${show(this.high)})`;
  }

  /** Halve the interval around alpha. */
  halve() {
    if (++this.halvings > MAX.halvings) throw new Refused("work");
    const middle = mul(add(this.low, this.high), HALF);
    if (valueAt(this.m, middle).n > 0n === this.isRising) this.high = middle;
    else this.low = middle;
  }

  /** An interval that contains the number, by Horner's scheme on the interval around alpha. */
  around(number) {
    return number.reduceRight(([low, high], c) => {
      const ends = [mul(low, this.low), mul(low, this.high), mul(high, this.low), mul(high, this.high)];
      return [add(least(...ends), c), add(most(...ends), c)];
    }, [ZERO, ZERO]);
  }
}

/** -1, 0 or 1: the sign of a number, which is a list of rationals as in polynomials.mjs. */
export function signOf(number, field) {
  if (!number.length) return 0;
  if (number.length === 1) return number[0].n > 0n ? 1 : -1;
  // the number is not zero, since 1, alpha, ..., alpha^(d-1) are independent; so the sign shows after some halvings
  for (;; field.halve()) {
    const [low, high] = field.around(number);
    if (low.n > 0n) return 1;
    if (high.n < 0n) return -1;
  }
}

/** The product of two numbers. */
export function timesInField(x, y, field) {
  const product = multiplyPolynomials(x, y);
  return field ? restOf(product, field.m) : product;
}

/** The power of a number with exponent k >= 0. */
export const powerInField = (x, k, field) => range(k).reduce((result) => timesInField(result, x, field), [ONE]);
