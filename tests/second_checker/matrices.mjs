// Positive semidefinite matrices, given by lower triangles; entries are coefficients without symbols.
import { abs, gcd, inv, range, ZERO } from "./rationals.mjs";

/** Whether the symmetric matrix is positive semidefinite, decided exactly by elimination without divisions. */
export function isPositive(rows, ring) {
  const m = rows.map((row, i) => rows.map((_, j) => (j <= i ? row[j] : rows[j][i])));
  let active = range(rows.length);
  for (;;) {
    const signs = new Map(active.map((i) => [i, ring.sign(m[i][i])]));
    if (active.some((i) => signs.get(i) < 0)) return false;
    // with a zero on the diagonal, the whole row of a positive semidefinite matrix is zero
    if (active.some((i) => !signs.get(i) && active.some((j) => m[i][j].size))) return false;
    const pivot = active.find((i) => signs.get(i));
    if (pivot === undefined) return true;
    active = active.filter((i) => i !== pivot);
    eliminate(m, pivot, active, ring);
  }
}

/** Replace the active block by the pivot times its Schur complement; the pivot is positive, so signs stay. */
function eliminate(m, pivot, active, ring) {
  const pairs = active.flatMap((i) => active.filter((j) => j <= i).map((j) => [i, j]));
  const p = m[pivot][pivot], replace = (i, j, c) => {
    m[i][j] = c;
    m[j][i] = c;
  };
  const schur = pairs.map(([i, j]) => ring.sub(ring.mul(p, m[i][j]), ring.mul(m[i][pivot], m[pivot][j])));
  // without taking out a common factor, the digits would double at every step
  const content = contentOf(schur), scale = ring.rational(content.n ? inv(content) : content);
  pairs.forEach(([i, j], k) => replace(i, j, ring.mul(scale, schur[k])));
}

/** The rational that leaves integers without common factor when all rationals in the coefficients are divided by it. */
function contentOf(coefficients) {
  const numbers = coefficients.flatMap((c) => [...c.values()].flat());
  return numbers.reduce(({ n, d }, x) => ({ n: gcd(n, x.n), d: (d * x.d) / gcd(d, x.d) }), ZERO);
}

/** Whether a symmetric matrix of integers is diagonally dominant, and so positive semidefinite by Gershgorin. */
export function isDominant(rows) {
  const entry = (i, j) => (j <= i ? rows[i][j] : rows[j][i]);
  return rows.every((_, i) => {
    const off = rows.reduce((sum, __, j) => (j === i ? sum : sum + abs(entry(i, j))), 0n);
    return entry(i, i) >= off;
  });
}
