// Rationals { n, d } of BigInts in lowest terms, d > 0, and small helpers on lists.
import { spend } from "./limits.mjs";

export const abs = (x) => (x < 0n ? -x : x);

export function gcd(a, b) {
  a = abs(a);
  b = abs(b);
  while (b) {
    spend(1);
    [a, b] = [b, a % b];
  }
  return a;
}

/** n/d in lowest terms. */
export function Q(n, d = 1n) {
  if (d === 1n) return { n, d };
  const divisor = d < 0n ? -gcd(n, d) : gcd(n, d);
  return { n: n / divisor, d: d / divisor };
}

export const ZERO = Q(0n);
export const ONE = Q(1n);
export const HALF = Q(1n, 2n);
export const MINUS_ONE = Q(-1n);

export const neg = (x) => ({ n: -x.n, d: x.d });
export const inv = (x) => (x.n < 0n ? { n: -x.d, d: -x.n } : { n: x.d, d: x.n });
export const absolute = (x) => ({ n: abs(x.n), d: x.d });

export function add(x, y) {
  spend(1);
  if (x.d === 1n && y.d === 1n) return { n: x.n + y.n, d: 1n };
  return Q(x.n * y.d + y.n * x.d, x.d * y.d);
}

export const sub = (x, y) => add(x, neg(y));

export function mul(x, y) {
  spend(1);
  return Q(x.n * y.n, x.d * y.d);
}

/** Negative, zero or positive as x is smaller, equal or greater. */
export function cmp(x, y) {
  const difference = x.n * y.d - y.n * x.d;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export const least = (...xs) => xs.reduce((a, b) => (cmp(b, a) < 0 ? b : a));
export const most = (...xs) => xs.reduce((a, b) => (cmp(b, a) > 0 ? b : a));
export const show = (x) => (x.d === 1n ? `${x.n}` : `${x.n}/${x.d}`);

/** [0, 1, ..., n - 1]. */
export const range = (n) => [...Array(n).keys()];

export const product = (numbers) => numbers.reduce((a, b) => a * b, 1);

/** Every way of taking one entry of each list, the last changing fastest. */
export const tuples = (lists) =>
  lists.reduce((all, list) => all.flatMap((tuple) => list.map((x) => [...tuple, x])), [[]]);

/** The order of lists of numbers: by the first entries that differ, a list before its continuations. */
export function compare(a, b) {
  const i = a.findIndex((x, k) => x !== b[k]);
  if (i < 0) return a.length - b.length;
  return i < b.length ? a[i] - b[i] : 1;
}
