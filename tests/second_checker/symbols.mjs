// Reading numbers, symbols, coefficients and weights (sections 3 and 4 of the page). A coefficient is read as
// { value, text }: the value to calculate with, and its part of the canonical text.
import { Ring, exponentsOf } from "./coefficients.mjs";
import { Field, signOf } from "./fields.mjs";
import { MAX } from "./limits.mjs";
import { polynomialText, trim } from "./polynomials.mjs";
import { cmp, compare, show } from "./rationals.mjs";
import { Node } from "./reader.mjs";

const NAME = /^[a-z][a-z0-9]{0,15}$/;

/** The ring of a statement, from its keys field, symbols, relations and conditions. */
export function readRing({ field, symbols, relations, conditions }) {
  const declared = field ? new Field(field) : null;
  const entries = symbols ? symbols.filled() : [];
  if (entries.length > MAX.symbols) throw symbols.refuse("size");
  const found = entries.map((entry) => entry.fields(["name"], ["low", "high"]));
  const ring = new Ring(declared, readNames(found));
  found.forEach((symbol, i) => readRange(symbol, entries[i], i, ring));
  if (relations) readRelations(relations, ring);
  for (const entry of conditions ? conditions.filled() : []) readCondition(entry, ring);
  return ring;
}

function readNames(found) {
  const names = [];
  for (const { name } of found) {
    if (names.includes(name.name(NAME)) || name.value === "alpha") throw name.refuse("duplicate-name");
    names.push(name.value);
  }
  return names;
}

function readRange({ low, high }, entry, i, ring) {
  const line = `for all real ${ring.names[i]}`;
  if (!low !== !high) throw entry.refuse("missing-key");
  if (!low) {
    ring.lines.push(line);
    return;
  }
  const ends = [low.rational(), high.rational()];
  if (cmp(...ends) > 0) throw low.refuse("out-of-range");
  ring.ranges[i] = ends;
  const [least, most] = ends.map((end) => ring.rational(end));
  // both ends belong to the range, so neither condition is strict
  ring.conditions.push({ value: ring.sub(ring.symbol(i), least), isStrict: false });
  ring.conditions.push({ value: ring.sub(most, ring.symbol(i)), isStrict: false });
  ring.lines.push(`${line} in [${ends.map(show).join(", ")}]`);
}

function readRelations(node, ring) {
  let last = -1;
  for (const entry of node.filled()) {
    const found = entry.fields(["symbol", "power", "equals"]), i = ring.names.indexOf(found.symbol.text());
    if (i < 0) throw found.symbol.refuse("unknown-name");
    if (i <= last) throw found.symbol.refuse("terms-order");
    last = i;
    const power = found.power.small(1, MAX.exponent), { value, text } = readCoefficient(found.equals, ring);
    // earlier symbols and lower powers only, or replacing would not end
    const endless = (e) => e[i] >= power || e.slice(i + 1).some((k) => k > 0);
    if ([...value.keys()].map(exponentsOf).some(endless)) throw found.equals.refuse("out-of-range");
    ring.relations.set(i, { power, equals: value });
    ring.lines.push(`where ${ring.names[i]}^${power} = ${text}`);
  }
}

function readCondition(entry, ring) {
  const { polynomial, sense } = entry.fields(["polynomial", "sense"]);
  const { value, text } = readCoefficient(polynomial, ring);
  if (!polynomial.isObject()) throw polynomial.refuse("out-of-range");
  const isStrict = sense.choice([">0", ">=0"]) === ">0";
  ring.conditions.push({ value, isStrict });
  ring.lines.push(`where ${text} ${isStrict ? ">" : ">="} 0`);
}

/** A number of the field: { value, text }. */
export function readNumber(node, ring) {
  if (!node.isList()) {
    const x = node.rational();
    return { value: trim([x]), text: show(x) };
  }
  const entries = node.items();
  if (!ring.field || entries.length > ring.field.degree) throw node.refuse("wrong-field");
  const value = entries.map((entry) => entry.rational());
  if (value.length < 2 || !value.at(-1).n) throw node.refuse("not-reduced");
  return { value, text: `(${polynomialText(value)})` };
}

/** A number or a polynomial in the symbols: { value, text }. */
export function readCoefficient(node, ring) {
  if (!node.isObject()) {
    const { value, text } = readNumber(node, ring);
    return { value: ring.number(value), text };
  }
  const value = new Map(), texts = [];
  let last = null;
  for (const entry of node.fields(["poly"]).poly.items()) {
    const [c, monomial] = entry.items(2), number = readNumber(c, ring), exponents = readMonomial(monomial, ring);
    const place = [exponents.reduce((a, b) => a + b, 0), ...exponents];
    if (!number.value.length || (last && compare(place, last) <= 0)) throw entry.refuse("terms-order");
    last = place;
    value.set(exponents.join(), number.value);
    const symbols = monomial.value.split(" ").filter(Boolean);
    texts.push((number.text === "1" && symbols.length ? symbols : [number.text, ...symbols]).join("*"));
  }
  if (!last || !last[0]) throw node.refuse("not-reduced"); // no terms, or the constant one only
  for (const exponents of [...value.keys()].map(exponentsOf)) {
    for (const [i, { power }] of ring.relations) if (exponents[i] >= power) throw node.refuse("not-reduced");
  }
  return { value, text: `(${texts.join(" + ")})` };
}

function readMonomial(node, ring) {
  const exponents = ring.names.map(() => 0);
  let last = -1;
  for (const factor of node.text() ? node.value.split(" ") : []) {
    const [name, ...rest] = factor.split("^"), i = ring.names.indexOf(name);
    if (i < 0) throw node.refuse("unknown-name");
    // the exponent is read as an integer that stands at the place of the monomial
    const exponent = rest.length ? new Node(rest.join("^"), node.parent, node.key).small(2, MAX.exponent) : 1;
    if (i <= last) throw node.refuse("terms-order");
    last = i;
    exponents[i] = exponent;
  }
  return exponents;
}

/** A coefficient or cone proved nonnegative. */
export function readWeight(node, ring) {
  if (isCone(node)) return readCone(node, ring).value;
  const { value } = readCoefficient(node, ring);
  if (!ring.isNonnegative(value)) throw node.refuse("weight-sign");
  return value;
}

/** A number or cone proved positive. */
export function readPositive(node, ring) {
  if (isCone(node)) {
    const { value, isPositive, list } = readCone(node, ring);
    if (!isPositive) throw list.refuse("weight-sign");
    return value;
  }
  const { value } = readCoefficient(node, ring);
  if (node.isObject() || ring.sign(value) <= 0) throw node.refuse("weight-sign");
  return value;
}

const isCone = (node) => node.isObject() && node.value.has("cone");

function readCone(node, ring) {
  const list = node.fields(["cone"]).cone;
  let value = new Map(), isPositive = false;
  for (const entry of list.items()) {
    const [c, conditions] = entry.items(2), number = readNumber(c, ring).value;
    if (signOf(number, ring.field) <= 0) throw c.refuse("weight-sign");
    const factors = conditions.items();
    if (factors.length > MAX.exponent) throw conditions.refuse("size");
    const indices = factors.map((factor) => {
      const i = factor.integer(0n);
      if (i >= BigInt(ring.conditions.length)) throw factor.refuse("unknown-name");
      return Number(i);
    });
    // one product of strict conditions is positive, and the other terms cannot make the sum smaller
    isPositive ||= indices.every((i) => ring.conditions[i].isStrict);
    value = ring.add(value, ring.timesConditions(ring.number(number), indices));
  }
  return { value, isPositive, list };
}

/** The point of the symbols of a witness with the keys `found`: a list of numbers, empty without symbols. */
export function readPoint(found, witness, ring) {
  if (!ring.names.length) {
    if (found.symbols) throw found.symbols.refuse("unknown-key");
    return [];
  }
  if (!found.symbols) throw witness.refuse("no-real-point");
  const values = found.symbols.fields(ring.names);
  const point = ring.names.map((name) => readNumber(values[name], ring).value);
  if (!ring.admits(point)) throw found.symbols.refuse("no-real-point");
  return point;
}
