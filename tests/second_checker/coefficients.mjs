// Coefficients (section 4 of the page): polynomials in the symbols over the field. One is a Map from the exponents of
// all symbols, "0,2", to numbers of the field that are not zero; so 0 is the empty Map.
import { powerInField, signOf, timesInField } from "./fields.mjs";
import { MAX, spend } from "./limits.mjs";
import { addPolynomials, trim } from "./polynomials.mjs";
import { neg, ONE, ZERO } from "./rationals.mjs";
import { Refused } from "./refusals.mjs";

export const exponentsOf = (key) => (key ? key.split(",").map(Number) : []);

/** The coefficients of one statement: symbols, ranges, relations and conditions, and how to calculate with them. */
export class Ring {
  constructor(field, names) {
    this.field = field;
    this.names = names;
    this.unit = names.map(() => 0).join();
    this.ranges = names.map(() => null);
    this.relations = new Map(); // number of a symbol -> { power, equals }
    this.conditions = []; // { value, isStrict }
    this.lines = field ? [field.line] : []; // of the canonical text
  }

  number(x) {
    return x.length ? new Map([[this.unit, x]]) : new Map();
  }

  rational(x) {
    return this.number(trim([x]));
  }

  /** A power of symbol number i, not reduced. */
  symbol(i, power = 1) {
    return new Map([[this.names.map((_, j) => (i === j ? power : 0)).join(), [ONE]]]);
  }

  /** total += x * monomial, in place. */
  into(total, key, x) {
    const old = total.get(key), sum = old ? addPolynomials(old, x) : x;
    if (sum.length) total.set(key, sum);
    else total.delete(key);
  }

  add(a, b) {
    spend(a.size);
    const total = new Map(a);
    for (const [key, x] of b) this.into(total, key, x);
    return total;
  }

  neg(a) {
    return new Map([...a].map(([key, x]) => [key, x.map(neg)]));
  }

  sub(a, b) {
    return this.add(a, this.neg(b));
  }

  mul(a, b) {
    if (Math.max(a.size, b.size) > MAX.monomials) throw new Refused("size");
    const total = new Map();
    if (!this.names.length) {
      for (const x of a.values()) for (const y of b.values()) this.into(total, this.unit, timesInField(x, y, this.field));
      return total;
    }
    for (const [e, x] of a) {
      for (const [f, y] of b) this.into(total, this.plus(e, f), timesInField(x, y, this.field));
    }
    return this.reduced(total);
  }

  /** The exponents of a product of two monomials. */
  plus(e, f) {
    const others = exponentsOf(f);
    return exponentsOf(e).map((k, i) => k + others[i]).join();
  }

  /** The reduced form, the latest symbol first: what replaces a power holds earlier symbols only and lower powers. */
  reduced(total) {
    for (const [i, { power, equals }] of [...this.relations].reverse()) {
      const isHigh = ([key]) => exponentsOf(key)[i] >= power;
      for (let high; (high = [...total].find(isHigh));) {
        const [key, x] = high;
        total.delete(key);
        const rest = exponentsOf(key).map((k, j) => (j === i ? k - power : k)).join();
        for (const [f, y] of equals) this.into(total, this.plus(rest, f), timesInField(x, y, this.field));
      }
    }
    return total;
  }

  /** The number a coefficient without symbols is; undefined for another one. */
  asNumber(a) {
    if (!a.size) return [];
    return a.size === 1 ? a.get(this.unit) : undefined;
  }

  /** The sign of a coefficient without symbols. */
  sign(a) {
    return signOf(this.asNumber(a), this.field);
  }

  /** The number a coefficient is at a point, a list of numbers. */
  at(a, point) {
    let sum = [];
    for (const [key, x] of a) {
      const term = exponentsOf(key).reduce(
        (t, k, i) => timesInField(t, powerInField(point[i], k, this.field), this.field), x);
      sum = addPolynomials(sum, term);
    }
    return sum;
  }

  /** Proved nonnegative by one of the first two ways: as a number, or at the corners if linear in each symbol. */
  isNonnegative(a) {
    if (this.asNumber(a)) return this.sign(a) >= 0;
    const exponents = [...a.keys()].map(exponentsOf);
    const degrees = this.names.map((_, i) => Math.max(...exponents.map((e) => e[i])));
    if (degrees.some((degree, i) => degree > 1 || (degree && !this.ranges[i]))) return false;
    const cornersFrom = (i, point) => {
      if (i === degrees.length) return signOf(this.at(a, point), this.field) >= 0;
      // a symbol that does not occur may have any value
      const ends = degrees[i] ? this.ranges[i] : [ZERO];
      return ends.every((end) => cornersFrom(i + 1, [...point, trim([end])]));
    };
    return cornersFrom(0, []);
  }

  /** The product of conditions with these numbers, times a coefficient. */
  timesConditions(a, indices) {
    return indices.reduce((term, i) => this.mul(this.conditions[i].value, term), a);
  }

  /** Whether the values of the symbols satisfy every relation and condition. */
  admits(point) {
    const equal = [...this.relations].every(([i, { power, equals }]) =>
      !this.at(this.sub(this.symbol(i, power), equals), point).length);
    return equal && this.conditions.every(({ value, isStrict }) =>
      signOf(this.at(value, point), this.field) >= (isStrict ? 1 : 0));
  }
}
