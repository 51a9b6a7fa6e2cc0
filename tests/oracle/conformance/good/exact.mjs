// A right implementation in JavaScript, written from oracle/PROTOCOL.md alone: fractions of BigInt wherever an exact
// value is asked for, so that no rounding has to be thought about.
//
//     bellcert conform --command 'node exact.mjs'
import { createInterface } from "node:readline";

const BINARY = [0, 1];
const gcd = (a, b) => (b ? gcd(b, a % b) : a);
const abs = (a) => (a < 0n ? -a : a);

/** A rational number in lowest terms, with a positive denominator. */
class Fraction {
  constructor(top, bottom = 1n) {
    const d = (bottom < 0n ? -1n : 1n) * (gcd(abs(top), abs(bottom)) || 1n);
    this.top = top / d;
    this.bottom = bottom / d;
  }
  static of(text) {
    return new Fraction(...text.split("/").map(BigInt));
  }
  plus(other) {
    return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }
  times(other) {
    return new Fraction(this.top * other.top, this.bottom * other.bottom);
  }
  over(other) {
    return new Fraction(this.top * other.bottom, this.bottom * other.top);
  }
  isAbove(other) {
    return this.top * other.bottom > other.top * this.bottom;
  }
  toString() {
    return this.bottom === 1n ? `${this.top}` : `${this.top}/${this.bottom}`;
  }
  /** The nearest number of binary floating point, for functions that are rounded with a margin afterwards. */
  toNumber() {
    const scaled = (this.top << 80n) / this.bottom; // 80 bits behind the point, more than a double keeps
    return Number(scaled) / 2 ** 80;
  }
}
const ZERO = new Fraction(0n);
const integer = (n) => new Fraction(BigInt(n));
const sum = (terms) => terms.reduce((total, term) => total.plus(term), ZERO);
const largest = (values) => values.reduce((best, value) => (value.isAbove(best) ? value : best));

/** An answer that is no value. */
class Refusal extends Error {
  constructor(says) {
    super(says);
  }
}
const demand = (holds, says) => {
  if (!holds) throw new Refusal(says);
};

const cells = BINARY.flatMap((x) => BINARY.flatMap((y) => BINARY.flatMap((a) => BINARY.map((b) => [x, y, a, b]))));
const at = (table, [x, y, a, b]) => Fraction.of(table[x][y][a][b]);
const sign = ([x, y, a, b]) => integer((x && y) ^ a ^ b ? -1 : 1); // the minus sign stands at the setting pair 11

function requireProbabilities(behaviour) {
  demand(!cells.some((cell) => ZERO.isAbove(at(behaviour, cell))), "a probability is negative");
  for (const x of BINARY)
    for (const y of BINARY) {
      const total = sum(cells.filter((c) => c[0] === x && c[1] === y).map((c) => at(behaviour, c)));
      demand(total.toString() === "1", "probabilities of one setting pair do not sum to one");
    }
}

function chshValue({ behaviour }) {
  requireProbabilities(behaviour);
  return sum(cells.map((cell) => sign(cell).times(at(behaviour, cell)))).toString();
}

function chshEstimate({ counts, inputs }) {
  const probability = ([x, y]) => Fraction.of(inputs[x][y]);
  const rounds = sum(cells.map((cell) => at(counts, cell)));
  demand(rounds.isAbove(ZERO), "there are no rounds");
  demand(!cells.some((c) => ZERO.isAbove(at(counts, c))), "a count is negative");
  demand(cells.every((c) => at(counts, c).bottom === 1n), "a count is no integer");
  demand(cells.every((c) => probability(c).isAbove(ZERO)), "a setting pair has probability 0");
  const pairs = cells.filter((c) => !c[2] && !c[3]);
  demand(sum(pairs.map(probability)).toString() === "1", "the probabilities of the settings do not sum to one");
  const terms = cells.map((cell) => sign(cell).times(at(counts, cell)).over(probability(cell)));
  return sum(terms).over(rounds).toString();
}

/** The value a functional takes where each pair of settings has one pair of outcomes, or two with equal weight. */
const valueAt = (functional, outcomes) =>
  sum(
    BINARY.flatMap((x) =>
      BINARY.map((y) => {
        const pairs = outcomes(x, y);
        return sum(pairs.map(([a, b]) => at(functional, [x, y, a, b]))).over(integer(pairs.length));
      }),
    ),
  );

const deterministic = cells.map(([a0, a1, b0, b1]) => (x, y) => [[x ? a1 : a0, y ? b1 : b0]]);
const popescuRohrlich = BINARY.flatMap((r) =>
  BINARY.flatMap((s) => BINARY.map((t) => (x, y) => BINARY.map((a) => [a, a ^ (x & y) ^ (r & x) ^ (s & y) ^ t]))),
);
const maximum = (extremal) => ({ functional }) =>
  largest(extremal.map((outcomes) => valueAt(functional, outcomes))).toString();

const MARGIN = 2e-7; // near 2 sqrt 2 the root magnifies the rounding of the score to 1e-8
const below = (bits) => String(Math.max(0, bits - MARGIN));

function entropyLocal({ score }) {
  const value = Fraction.of(score);
  if (!value.isAbove(integer(2))) return "0";
  const inside = integer(2).plus(value.times(value).over(integer(-4)));
  demand(!ZERO.isAbove(inside), "no quantum behaviour has this score");
  return below(1 - Math.log2(1 + Math.sqrt(inside.toNumber())));
}

function entropyNoSignalling({ score }) {
  const value = Fraction.of(score);
  if (!value.isAbove(integer(2))) return "0";
  demand(!value.isAbove(integer(4)), "no behaviour has this score");
  return below(-Math.log2(1.5 - value.toNumber() / 4));
}

/** Output bit i is the parity of the products x_t s_k over t, k = place(i, t) as far as it lies inside of s. */
function extract(x, s, length, place) {
  const m = Number(length);
  demand(m >= 1 && m <= x.length && /^[01]+$/.test(x) && /^[01]+$/.test(s), "the strings and m do not fit together");
  const bit = (i) => [...x].reduce((parity, digit, t) => parity ^ (digit === "1" && s[place(i, t)] === "1"), 0);
  return Array.from({ length: m }, (_, i) => bit(i)).join("");
}

function twoSource({ x, y, m }) {
  demand(x.length === y.length, "the sources have unequal lengths");
  return extract(x, y, m, (i, t) => t - i);
}

function toeplitz({ x, seed, m }) {
  demand(seed.length === x.length + Number(m) - 1, "the seed has n + m - 1 bits");
  return extract(x, seed, m, (i, t) => i - t + x.length - 1);
}

const CALLS = {
  "chsh.value": chshValue,
  "chsh.estimate": chshEstimate,
  "chsh.min-entropy.local": entropyLocal,
  "chsh.min-entropy.nosignalling": entropyNoSignalling,
  "functional.local": maximum(deterministic),
  "functional.no-signalling": maximum([...deterministic, ...popescuRohrlich]),
  "extractor.two-source.output": twoSource,
  "extractor.toeplitz.output": toeplitz,
};
const SELF = { protocol: "1", name: "exact", version: "1.0", language: "JavaScript" };

function answer(message) {
  if (message.do === "start") return { ...SELF, capabilities: Object.keys(CALLS), conventions: {} };
  const call = CALLS[message.call];
  if (!call) return { id: message.id, refused: "unsupported" };
  try {
    return { id: message.id, value: call(message.arguments) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id: message.id, refused: "out-of-range", says: error.message };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.do === "stop") break;
  process.stdout.write(`${JSON.stringify(answer(message))}\n`);
}
