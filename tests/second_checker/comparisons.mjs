// Statements about polynomials (section 9 of the page): expressions in named real numbers, and what is compared.
import { Ring } from "./coefficients.mjs";
import { Field } from "./fields.mjs";
import { MAX } from "./limits.mjs";
import { inv, ONE, Q, ZERO } from "./rationals.mjs";
import { Node } from "./reader.mjs";

const SENSES = ["=", ">=", ">", "<=", "<"];
const TOKEN = / [+-] |[0-9]+|[a-z][a-z0-9]*|[-*/^()]/y; // sticky: tokens stand one behind the other
const TOKENS = new RegExp(TOKEN.source, "g");
const VACUOUS = "POSSIBLY VACUOUS: no point shows that the relations and conditions can hold together";

/** One expression: `value` is the polynomial it expands to. */
class Reader {
  constructor(node, ring) {
    Object.assign(this, { node, ring, rest: node.text() });
    if ((this.rest.match(TOKENS) ?? []).join("") !== this.rest) throw this.wrong(); // before any name is looked up
    this.next();
    this.value = this.sum(0);
    if (this.token !== null) throw this.wrong();
  }

  wrong() {
    return this.node.refuse("not-an-expression");
  }

  /** Go to the next token; null stands for the end. */
  next() {
    const token = this.token;
    TOKEN.lastIndex = 0;
    const found = TOKEN.exec(this.rest);
    if (!found && this.rest) throw this.wrong();
    this.token = found ? found[0] : null;
    this.rest = this.rest.slice(this.token?.length ?? 0);
    return token;
  }

  /** Take this token if it stands here. */
  takes(token) {
    if (this.token !== token) return false;
    this.next();
    return true;
  }

  sum(depth) {
    if (depth > MAX.brackets) throw this.node.refuse("depth");
    let isMinus = this.takes("-"), total = new Map();
    for (;;) {
      const term = this.product(depth);
      total = isMinus ? this.ring.sub(total, term) : this.ring.add(total, term);
      isMinus = this.takes(" - ");
      if (!isMinus && !this.takes(" + ")) return total;
    }
  }

  product(depth) {
    let value = this.power(depth);
    for (;;) {
      if (this.takes("*")) value = this.ring.mul(value, this.power(depth));
      else if (this.takes("/")) value = this.ring.mul(value, this.ring.rational(inv(Q(this.integer(2n)))));
      else return value;
    }
  }

  power(depth) {
    const base = this.base(depth);
    let value = base;
    if (!this.takes("^")) return value;
    for (let left = this.integer(2n, MAX.exponent) - 1n; left > 0n; left--) value = this.ring.mul(value, base);
    return value;
  }

  /** The token that stands here, as an integer. */
  integer(low, high) {
    const text = this.next() ?? "";
    return new Node(text, this.node.parent, this.node.key).integer(low, high && BigInt(high));
  }

  base(depth) {
    const { ring } = this, token = this.token ?? ""; // a missing token would be the text "null"
    if (this.takes("(")) {
      const value = this.sum(depth + 1);
      if (this.takes(")")) return value;
    } else if (/^[0-9]/.test(token)) {
      return ring.rational(Q(this.integer()));
    } else if (/^[a-z]/.test(token)) {
      this.next();
      if (token === "alpha" && ring.field) return ring.number([ZERO, ONE]);
      if (!ring.names.includes(token)) throw this.node.refuse("unknown-name");
      return ring.symbol(ring.names.indexOf(token));
    }
    throw this.wrong();
  }
}

export const readPolynomialExpression = (node, ring) => new Reader(node, ring).value;

/** [left, sense, right]: what is zero, nonnegative or positive, and which of them. */
function readComparison(node, ring, senses) {
  const [left, sense, right] = node.items(3);
  const [a, b] = [left, right].map((side) => readPolynomialExpression(side, ring)), name = sense.choice(senses);
  const difference = name.startsWith("<") ? ring.sub(b, a) : ring.sub(a, b);
  const text = `${left.value} ${name} ${right.value}`;
  return { difference, text, isEqual: name === "=", isStrict: name === ">" || name === "<" };
}

export function readComparisons(node) {
  const found = node.fields(["kind", "symbols", "claims"], ["field", "relations", "conditions", "vacuity"]);
  const ring = new Ring(found.field ? new Field(found.field) : null, []), entries = found.symbols.items();
  if (entries.length > MAX.polynomialSymbols) throw found.symbols.refuse("size");
  const names = [];
  for (const entry of entries) {
    if (names.includes(entry.name(/^[a-z][a-z0-9]{0,15}$/)) || entry.value === "alpha") {
      throw entry.refuse("duplicate-name");
    }
    names.push(entry.value);
  }
  const s = { ring: new Ring(ring.field, names) };
  const read = (list, senses) => (list ? list.filled() : []).map((entry) => readComparison(entry, s.ring, senses));
  s.relations = read(found.relations, ["="]);
  s.conditions = read(found.conditions, SENSES.slice(1));
  s.claims = read(found.claims, SENSES);
  s.given = [...s.relations, ...s.conditions];
  if (found.vacuity) {
    found.vacuity.choice(["unchecked"]);
    if (!s.given.length) throw found.vacuity.refuse("unknown-key");
  }
  s.needsPoint = s.given.length > 0 && !found.vacuity;
  s.lines = [
    ...(ring.field ? [ring.field.line] : []),
    ...(names.length ? [`for all real ${names.join(", ")}`] : []),
    ...s.given.map(({ text }) => `where ${text}`),
    ...(found.vacuity ? [VACUOUS] : []),
    ...s.claims.map(({ text }) => `claim: ${text}`),
  ];
  return s;
}
