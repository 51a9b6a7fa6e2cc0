// Bytes to JSON (section 1 of the page). JSON.parse does not do: it keeps the last of two equal keys, and would recurse
// without limit. Objects become Maps, because a plain object treats keys such as "__proto__" in its own way.
import { MAX } from "./limits.mjs";
import { Refused } from "./refusals.mjs";

/** Stands for any JSON number: certificates have none, so its value does not matter. */
export const BARE_NUMBER = Symbol("a bare number");

const LITERALS = [["true", true], ["false", false], ["null", null]];
const NUMBER = /(NaN|-?Infinity|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?)/y;

/** The text of a file, strictly UTF-8. */
export function decode(bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused("not-utf8");
  }
  if (text.startsWith("\ufeff")) throw new Refused("not-utf8");
  return text;
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
  }

  document() {
    const value = this.value();
    this.space();
    if (this.at !== this.text.length) throw new Refused("not-json");
    return value;
  }

  space() {
    while (this.at < this.text.length && " \t\n\r".includes(this.text[this.at])) this.at++;
  }

  expect(character) {
    this.space();
    if (this.text[this.at] !== character) throw new Refused("not-json");
    this.at++;
  }

  /** Whether the next token is this one; if so, it is consumed. */
  meets(character) {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  value() {
    this.space();
    if (this.text[this.at] === '"') return this.string();
    if (this.meets("{")) return this.nested(new Map(), "}", (object) => this.member(object));
    if (this.meets("[")) return this.nested([], "]", (list) => list.push(this.value()));
    for (const [word, meaning] of LITERALS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return meaning;
      }
    }
    NUMBER.lastIndex = this.at;
    if (!NUMBER.test(this.text)) throw new Refused("not-json");
    this.at = NUMBER.lastIndex;
    return BARE_NUMBER;
  }

  nested(container, end, readInto) {
    if (++this.depth > MAX.nesting) throw new Refused("depth");
    if (!this.meets(end)) {
      do readInto(container); while (this.meets(","));
      this.expect(end);
    }
    this.depth--;
    return container;
  }

  member(object) {
    this.space();
    if (this.text[this.at] !== '"') throw new Refused("not-json");
    const key = this.string();
    // a reader that kept one of the two would read another statement from the same bytes than one that keeps the other
    if (object.has(key)) throw new Refused("duplicate-key");
    this.expect(":");
    object.set(key, this.value());
  }

  string() {
    const start = this.at;
    for (this.at++; this.text[this.at] !== '"'; this.at++) {
      if (this.at >= this.text.length) throw new Refused("not-json");
      if (this.text[this.at] === "\\") this.at++;
    }
    this.at++;
    try {
      return JSON.parse(this.text.slice(start, this.at)); // escapes and control characters
    } catch {
      throw new Refused("not-json");
    }
  }
}

/** The one JSON value of a text. */
export const parseJson = (text) => new Parser(text).document();
