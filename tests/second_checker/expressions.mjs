// Expressions (kind enclosure in section 9 of the page): { text, parts }, and a constant or a function with arguments.
import { FUNCTIONS, power } from "./interval.mjs";
import { MAX } from "./limits.mjs";
import { show } from "./rationals.mjs";

const UNARY = ["neg", "sqrt", "ln", "log2", "exp"];
const SIGNS = { add: "+", sub: "-", mul: "*", div: "/" };
const MORE_BITS = 8; // the page lets a checker calculate more precisely than the writer asks

export function readExpression(node, depth = 0) {
  if (depth > MAX.expressionDepth) throw node.refuse("depth");
  if (!node.isObject()) {
    const constant = node.rational();
    return { constant, text: show(constant), parts: 1 };
  }
  const members = [...node.members()];
  if (members.length !== 1) throw node.refuse("wrong-shape");
  const [[name, body]] = members;
  if (name !== "pow" && !Object.hasOwn(FUNCTIONS, name)) throw node.refuse("unknown-name");
  const items = body.items(UNARY.includes(name) ? 1 : 2), bases = name === "pow" ? items.slice(0, 1) : items;
  const args = bases.map((item) => readExpression(item, depth + 1));
  const exponent = name === "pow" ? items[1].small(2, MAX.power) : null;
  const parts = args.reduce((sum, argument) => sum + argument.parts, 1);
  if (parts > MAX.expressionParts) throw node.refuse("size");
  return { name, args, exponent, parts, text: textOf(name, args, exponent) };
}

function textOf(name, args, exponent) {
  const texts = args.map(({ text }) => text);
  if (name === "pow") return `(${isBare(args[0]) ? `(${texts[0]})` : texts[0]} ^ ${exponent})`;
  return SIGNS[name] ? `(${texts.join(` ${SIGNS[name]} `)})` : `${name}(${texts.join(", ")})`;
}

/** Whether a text would be read as another one before a power: -3 ^ 2, 5/2 ^ 2. */
const isBare = ({ constant }) => constant !== undefined && (constant.n < 0n || constant.d > 1n);

/** An interval that contains the value. */
export function evaluate({ constant, name, args, exponent }, p) {
  if (constant) return [constant, constant];
  const values = args.map((argument) => evaluate(argument, p));
  return name === "pow" ? power(values[0], exponent, p) : FUNCTIONS[name](values, p);
}

export const readPrecision = (node) => node.small(8, MAX.precision) + MORE_BITS;
