// Nodes: JSON values that know their place, and are read by saying what must stand there.
import { BARE_NUMBER } from "./json.mjs";
import { MAX } from "./limits.mjs";
import { gcd, Q } from "./rationals.mjs";
import { Refused } from "./refusals.mjs";

const INTEGER = /^-?(0|[1-9][0-9]*)$/;

function integerOf(text, node, code) {
  if (!INTEGER.test(text) || text === "-0") throw node.refuse(code); // -0 would be a second spelling of 0
  if (text.replace(/^-/, "").length > MAX.digits) throw node.refuse("digits");
  return BigInt(text);
}

export class Node {
  constructor(value, parent = null, key = "") {
    Object.assign(this, { value, parent, key });
  }

  /** The RFC 6901 pointer from the root. */
  get pointer() {
    if (!this.parent) return "";
    return `${this.parent.pointer}/${String(this.key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }

  refuse(code) {
    return new Refused(code, this.pointer);
  }

  wrong(code) {
    if (this.value === BARE_NUMBER) return this.refuse("bare-number");
    if (this.value === null || typeof this.value === "boolean") return this.refuse("bare-literal");
    return this.refuse(code);
  }

  isList() {
    return Array.isArray(this.value);
  }

  isObject() {
    return this.value instanceof Map;
  }

  isString() {
    return typeof this.value === "string";
  }

  /** The members of an object with any keys, as a Map. */
  members() {
    if (!this.isObject()) throw this.wrong("not-an-object");
    return new Map([...this.value].map(([key, value]) => [key, new Node(value, this, key)]));
  }

  /** The members of an object that has these keys and no others. */
  fields(required, optional = []) {
    const members = this.members();
    for (const key of members.keys()) {
      if (!required.includes(key) && !optional.includes(key)) throw this.refuse("unknown-key");
    }
    if (required.some((key) => !members.has(key))) throw this.refuse("missing-key");
    return Object.fromEntries(members);
  }

  /** The items of a list, of this length when one is given. */
  items(length) {
    if (!this.isList()) throw this.wrong("not-a-list");
    if (this.value.length > MAX.items) throw this.refuse("size");
    if (length !== undefined && this.value.length !== length) throw this.refuse("wrong-shape");
    return this.value.map((value, index) => new Node(value, this, index));
  }

  /** The items of a list that is not empty. */
  filled() {
    const items = this.items();
    if (!items.length) throw this.refuse("wrong-shape");
    return items;
  }

  text() {
    if (!this.isString()) throw this.wrong("not-a-string");
    return this.value;
  }

  name(pattern) {
    if (!pattern.test(this.text())) throw this.refuse("not-a-name");
    return this.value;
  }

  choice(options) {
    if (!options.includes(this.text())) throw this.refuse("unknown-choice");
    return this.value;
  }

  /** An integer as BigInt; below `low` it is out of range, above `high` beyond a limit. */
  integer(low, high) {
    const value = integerOf(this.text(), this, "not-an-integer");
    if (low !== undefined && value < low) throw this.refuse("out-of-range");
    if (high !== undefined && value > high) throw this.refuse("size");
    return value;
  }

  /** An integer between two small ones, as a number. */
  small(low, high) {
    return Number(this.integer(BigInt(low), BigInt(high)));
  }

  rational() {
    const [numerator, ...rest] = this.text().split("/");
    const n = integerOf(numerator, this, "not-a-rational");
    if (!rest.length) return Q(n);
    const d = integerOf(rest.join("/"), this, "not-a-rational");
    if (d < 2n || gcd(n, d) !== 1n) throw this.refuse("not-reduced");
    return { n, d };
  }
}
