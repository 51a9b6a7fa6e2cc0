// Polynomials in one variable over the rationals: lists of coefficients, constant term first, without zeros at the end.
import { absolute, add, cmp, inv, mul, ONE, show, sub, ZERO } from "./rationals.mjs";

export function trim(p) {
  while (p.length && !p.at(-1).n) p.pop();
  return p;
}

export function addPolynomials(a, b) {
  if (a.length === 1 && b.length === 1) {
    const sum = add(a[0], b[0]);
    return sum.n ? [sum] : [];
  }
  return trim(Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] && b[i] ? add(a[i], b[i]) : a[i] ?? b[i])));
}

export function multiplyPolynomials(a, b) {
  if (a.length === 1 && b.length === 1) return [mul(a[0], b[0])];
  const product = Array(a.length + b.length).fill(ZERO);
  a.forEach((x, i) => b.forEach((y, j) => {
    product[i + j] = add(product[i + j], mul(x, y));
  }));
  return trim(product);
}

/** The rest of a divided by b. */
export function restOf(a, b) {
  const rest = [...a];
  while (rest.length >= b.length) {
    const shift = rest.length - b.length, factor = mul(rest.at(-1), inv(b.at(-1)));
    b.forEach((c, i) => {
      rest[shift + i] = sub(rest[shift + i], mul(factor, c));
    });
    trim(rest);
  }
  return rest;
}

export const valueAt = (p, x) => p.reduceRight((sum, c) => add(mul(sum, x), c), ZERO);

/** The text of a polynomial in alpha: 1 - 1/2*alpha^2. */
export function polynomialText(p) {
  let text = "";
  p.forEach((c, k) => {
    if (!c.n) return;
    const size = absolute(c), factors = [];
    if (k === 0 || cmp(size, ONE)) factors.push(show(size));
    if (k > 0) factors.push(k > 1 ? `alpha^${k}` : "alpha");
    const minus = c.n < 0n;
    text += (text ? (minus ? " - " : " + ") : minus ? "-" : "") + factors.join("*");
  });
  return text;
}
