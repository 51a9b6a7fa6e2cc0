// Interval arithmetic (rule enclosure in section 9 of the page): an interval is [low, high], two rationals rounded
// outward to about p significant bits. A function of intervals returns one that contains all its values on them.
import { MAX } from "./limits.mjs";
import { abs, absolute, add, cmp, HALF, inv, least, most, mul, neg, ONE, Q, sub } from "./rationals.mjs";
import { Refused } from "./refusals.mjs";

/** A function is evaluated where it is not proved to be defined; the caller knows the place. */
class OutsideDomain extends Error {}

const GUARD = 8; // bits calculated beyond those asked for
const THIRD = Q(1n, 3n);
const TWO = Q(2n);

/** The number of binary digits of n >= 0. */
function bitLength(n) {
  const hex = n.toString(16);
  return 4 * hex.length - (Math.clz32(parseInt(hex[0], 16)) - 28);
}

const power2 = (k) => (k >= 0 ? Q(1n << BigInt(k)) : { n: 1n, d: 1n << BigInt(-k) });
// BigInt division rounds to zero, so for negative numbers the ceiling has to be taken of the opposite
const floor = ({ n, d }) => (n >= 0n ? n / d : -((-n + d - 1n) / d));

/** x rounded down to p bits or a few more; short numbers stay exact. */
function down(x, p) {
  const n = bitLength(abs(x.n)), d = bitLength(x.d);
  if (Math.max(n, d) > MAX.bits) throw new Refused("size");
  if (n + d <= 2 * p) return x;
  const k = p + GUARD - (n - d);
  return mul(Q(floor(mul(x, power2(k)))), power2(-k));
}

const outward = (low, high, p) => [down(low, p), neg(down(neg(high), p))];

/** A function of one rational that returns [below, above], as a function of intervals on which it is nondecreasing. */
const rising = (ends) => ([low, high], p) => outward(ends(low, p)[0], ends(high, p)[1], p);

/** The integer part of the root of n, by Newton's method from above. */
function integerRoot(n) {
  if (n < 2n) return n;
  let x = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const y = (x + n / x) >> 1n;
    if (y >= x) return x;
    x = y;
  }
}

function rootEnds(x, p) {
  const n = integerRoot(x.n), d = integerRoot(x.d);
  if (n * n === x.n && d * d === x.d) return [Q(n, d), Q(n, d)];
  const bits = p + GUARD + ((bitLength(x.d) - bitLength(x.n)) >> 1), k = BigInt(Math.max(0, bits));
  const root = integerRoot((x.n << (2n * k)) / x.d);
  return [Q(root, 1n << k), Q(root + 1n, 1n << k)];
}

/** 2 artanh(z) = 2 (z + z^3/3 + ...) for 0 <= z <= 1/3, below and above, times 2^w. */
function artanhEnds(z, w) {
  const first = (z.n << BigInt(w + 1)) / z.d, square = { n: z.n * z.n, d: z.d * z.d };
  let below = 0n, above = 0n, term = [first, first + 1n];
  for (let k = 1n; term[0]; k += 2n) {
    below += term[0] / k;
    above += term[1] / k + 1n;
    term = [(term[0] * square.n) / square.d, (term[1] * square.n) / square.d + 1n];
  }
  // z^2 <= 1/9: all that is left out is less than twice the next term
  return [below, above + 2n * term[1]];
}

function lnEnds(x, p) {
  // x = m 2^k with m near 1, ln x = ln m + k ln 2, ln m = 2 artanh((m - 1)/(m + 1)), ln 2 = 2 artanh(1/3)
  let k = bitLength(x.n) - bitLength(x.d), m = mul(x, power2(-k));
  for (; cmp(m, Q(4n, 3n)) > 0; k++) m = mul(m, HALF);
  for (; cmp(m, Q(2n, 3n)) < 0; k--) m = mul(m, TWO);
  const off = sub(m, ONE), z = mul(off, inv(add(m, ONE))), turns = BigInt(k);
  // a logarithm near 0 needs as many more bits as m is near 1
  const nearness = off.n ? Math.max(0, bitLength(off.d) - bitLength(abs(off.n))) : 0;
  const w = p + 4 * GUARD + bitLength(abs(turns)) + nearness;
  const [a, b] = artanhEnds(absolute(z), w), [below, above] = z.n < 0n ? [-b, -a] : [a, b];
  const ln2 = artanhEnds(THIRD, w), [least2, most2] = turns < 0n ? [ln2[1], ln2[0]] : ln2;
  return [Q(below + turns * least2, 1n << BigInt(w)), Q(above + turns * most2, 1n << BigInt(w))];
}

function expEnds(x, p) {
  if (x.n < 0n) {
    const [below, above] = expEnds(neg(x), p);
    return [inv(above), inv(below)];
  }
  if (cmp(x, Q(MAX.exp)) > 0) throw new OutsideDomain("exp");
  // exp(x) = exp(y)^(2^k) with y = x / 2^k <= 1/16; each squaring may lose a bit
  const k = Math.max(0, bitLength(x.n) - bitLength(x.d) + 5), w = p + 2 * k + 4 * GUARD;
  const y = mul(x, power2(-k)), one = 1n << BigInt(w);
  let below = one, above = one, term = [one, one];
  for (let n = 1n; term[0]; n++) {
    term = [(term[0] * y.n) / (y.d * n), (term[1] * y.n) / (y.d * n) + 1n];
    below += term[0];
    above += term[1];
  }
  // y <= 1/16: all that is left out is less than the last term
  let ends = [Q(below, one), Q(above + term[1], one)];
  for (let i = 0; i < k; i++) ends = outward(mul(ends[0], ends[0]), mul(ends[1], ends[1]), w);
  return ends;
}

function times(x, y, p) {
  const ends = [mul(x[0], y[0]), mul(x[0], y[1]), mul(x[1], y[0]), mul(x[1], y[1])];
  return outward(least(...ends), most(...ends), p);
}

function over(x, y, p) {
  if (y[0].n <= 0n && y[1].n >= 0n) throw new OutsideDomain("a divisor may be 0");
  return times(x, [inv(y[1]), inv(y[0])], p);
}

function requireLow(isAllowed, name) {
  if (!isAllowed) throw new OutsideDomain(name);
}

function ln([x], p) {
  requireLow(x[0].n > 0n, "logarithm");
  return rising(lnEnds)(x, p);
}

const isPowerOf2 = (n) => (n & (n - 1n)) === 0n; // for n >= 1

function log2([x], p) {
  requireLow(x[0].n > 0n, "logarithm");
  if (cmp(...x) === 0 && isPowerOf2(x[0].n) && isPowerOf2(x[0].d)) {
    const exponent = Q(BigInt(bitLength(x[0].n) - bitLength(x[0].d)));
    return [exponent, exponent];
  }
  return over(ln([x], p + GUARD), rising(lnEnds)([TWO, TWO], p + GUARD), p);
}

function sqrt([x], p) {
  requireLow(x[0].n >= 0n, "sqrt");
  return rising(rootEnds)(x, p);
}

/** The functions of expressions but pow: lists of intervals and a precision to an interval. */
export const FUNCTIONS = {
  neg: ([x]) => [neg(x[1]), neg(x[0])],
  sqrt,
  ln,
  log2,
  exp: ([x], p) => rising(expEnds)(x, p),
  add: ([x, y], p) => outward(add(x[0], y[0]), add(x[1], y[1]), p),
  sub: ([x, y], p) => outward(sub(x[0], y[1]), sub(x[1], y[0]), p),
  mul: ([x, y], p) => times(x, y, p),
  div: ([x, y], p) => over(x, y, p),
  min: ([x, y]) => [least(x[0], y[0]), least(x[1], y[1])],
  max: ([x, y]) => [most(x[0], y[0]), most(x[1], y[1])],
};

/** The value of a function at one rational. */
export const at = (name, x, p) => FUNCTIONS[name]([[x, x]], p);

/** x^n for n >= 1: x times itself, which for intervals around 0 is wider than the true range, but contains it. */
export function power(x, n, p) {
  let result = x;
  for (let i = 1; i < n; i++) result = times(result, x, p);
  return result;
}

/** The result of an evaluation; leaving a domain is a fault at this place. */
export function evaluatedAt(node, evaluation) {
  try {
    return evaluation();
  } catch (problem) {
    if (problem instanceof OutsideDomain) throw node.refuse("domain");
    throw problem;
  }
}
