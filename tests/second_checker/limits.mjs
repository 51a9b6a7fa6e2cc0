// Limits (section 2 of the page), and the work one file may cause.
import { Refused } from "./refusals.mjs";

// In the order of the page.
export const MAX = Object.freeze({
  bytes: 8388608,
  digits: 2000,
  nesting: 128,
  items: 100000,
  degree: 8,
  coefficient: 1000000n,
  candidates: 20000,
  halvings: 4000,
  symbols: 6,
  monomials: 4096,
  exponent: 24,
  outcomes: 16,
  letters: 64,
  atoms: 32,
  terms: 65536,
  polynomialSymbols: 16,
  brackets: 48,
  hypotheses: 512,
  branches: 4096,
  entropyOutcomes: 64,
  quadratureNodes: 16,
  quadratureIntervals: 256,
  rows: 256,
  dimension: 64,
  cells: 65536,
  strategies: 262144,
  expressionDepth: 48,
  expressionParts: 400,
  power: 64,
  bits: 20000,
  exp: 10000n,
  precision: 4096,
  entropyCells: 4096,
  count: 1000000000000000000n,
  premises: 512,
  blocks: 64,
  biasedParties: 3,
  laws: 256,
  lines: 64,
  pieces: 1024,
  cellsOfSlope: 1000,
  strings: 16,
  blocksOfBits: 64n,
  qudit: 8,
  hermitian: 128,
  devices: 64,
  localStrategies: 65536,
  premiseDepth: 4,
  steps: 100000000,
});

// A step is a sum or product of rationals, however long they are; so time is limited too, which the page allows.
const SECONDS = 20;
const CALLS_PER_LOOK = 256; // looking at the clock costs more than adding two small numbers

// The one state of the checker. A check runs to its end before the next begins, so one counter serves them all;
// handing a budget to every sum and product would hide the arithmetic.
const work = { steps: 0, calls: 0, deadline: Infinity };

/** A new file is checked: nothing is spent yet. */
export function startWork() {
  Object.assign(work, { steps: 0, calls: 0, deadline: performance.now() + 1000 * SECONDS });
}

/** Count elementary steps of this checker; LIMIT when there are too many. */
export function spend(steps) {
  work.steps += steps;
  work.calls += 1;
  const late = work.calls % CALLS_PER_LOOK === 0 && performance.now() > work.deadline;
  if (late || work.steps > MAX.steps) throw new Refused("work");
}
