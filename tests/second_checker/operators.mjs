// Operators (section 5 of the page): a Map from the key of a normal word to { word, c }, c a coefficient that is not
// zero. In the words of time-ordered behaviours a factor is a letter, or the mark of an input, written -1 - input.
import { MAX, spend } from "./limits.mjs";
import { compare, HALF, MINUS_ONE, mul, neg, ONE, range } from "./rationals.mjs";
import { Refused } from "./refusals.mjs";
import { readCoefficient } from "./symbols.mjs";

const MANY_PRODUCTS = 64; // from here on equal words are worth collecting

function requireTerms(count) {
  if (count > MAX.terms) throw new Refused("size");
  spend(count);
}

/** Calculates with the operators of a scenario with coefficients of a ring. */
export class Algebra {
  constructor(scenario, ring) {
    Object.assign(this, { scenario, ring });
    this.isOrdered = scenario.signalling.length > 0;
  }

  scalar(c) {
    const result = new Map();
    this.into(result, [], c);
    return result;
  }

  identity() {
    return this.scalar(this.ring.rational(ONE));
  }

  /** total += c * word, in place. */
  into(total, word, c) {
    const key = word.join(), old = total.get(key), sum = old ? this.ring.add(old.c, c) : c;
    if (sum.size) total.set(key, { word, c: sum });
    else total.delete(key);
  }

  /** total += c * operator, in place. */
  add(total, operator, c) {
    for (const { word, c: d } of operator.values()) this.into(total, word, this.ring.mul(c, d));
  }

  minus(p, q) {
    const result = new Map(p);
    this.add(result, q, this.ring.rational(MINUS_ONE));
    return result;
  }

  multiply(p, q) {
    const result = new Map();
    for (const u of p.values()) {
      for (const v of q.values()) {
        const word = this.scenario.appendAll(this.scenario.letters, u.word, v.word);
        if (word) this.into(result, word, this.ring.mul(u.c, v.c));
        if (result.size > MAX.terms) throw new Refused("size");
      }
    }
    return result;
  }

  /** X* Y X. */
  sandwich(x, y) {
    return this.multiply(this.multiply(this.adjoint(x), y), x);
  }

  /** The normal form of the adjoint of a word times another; null for zero. */
  adjointTimes(u, v) {
    return this.scenario.appendAll(this.scenario.letters, [], [...[...u].reverse(), ...v]);
  }

  adjoint(p) {
    const result = new Map();
    for (const { word, c } of p.values()) this.into(result, this.adjointTimes(word, []), c);
    return result;
  }

  /** An atom as a sum of [rational, letter], the letter null for the identity. */
  expand(x) {
    const { input, outcome } = this.scenario.atoms[x], { outcomes } = this.scenario.inputs[input];
    const letter = (o) => this.scenario.letters.findIndex((l) => l.input === input && l.outcome === o);
    if (outcome === null) return [[ONE, letter(null)]];
    // outcome 0 of an observable is +1: the projectors are (1 + A)/2 and (1 - A)/2
    if (outcomes === 2) return [[HALF, null], [outcome ? neg(HALF) : HALF, letter(null)]];
    if (outcome < outcomes - 1) return [[ONE, letter(outcome)]];
    return [[ONE, null], ...range(outcomes - 1).map((o) => [MINUS_ONE, letter(o)])];
  }

  /** The operator of a word of atoms. */
  ofWord(atoms) {
    let products = [[ONE, []]];
    for (const x of atoms) {
      const parts = this.expand(x);
      requireTerms(products.length * parts.length);
      products = products
        .flatMap(([c, word]) => parts.map(([d, letter]) => [mul(c, d), this.continued(word, x, letter)]))
        .filter(([, word]) => word);
      if (products.length > MANY_PRODUCTS && !this.isOrdered) products = this.collected(products);
    }
    const result = new Map();
    for (const [c, word] of products) {
      this.into(result, this.isOrdered ? this.cleared(word) : word, this.ring.rational(c));
    }
    return result;
  }

  /** A word times one part of the expansion of the atom x. */
  continued(word, x, letter) {
    if (this.isOrdered) return [...word, letter ?? -1 - this.scenario.atoms[x].input];
    return letter === null ? word : this.scenario.append(this.scenario.letters, word, letter);
  }

  collected(products) {
    const sum = new Map();
    for (const [c, word] of products) this.into(sum, word, this.ring.rational(c));
    return [...sum.values()].map(({ word, c }) => [c.get(this.ring.unit)[0], word]);
  }

  /** The input of a letter or mark. */
  inputOf(factor) {
    return factor < 0 ? -1 - factor : this.scenario.letters[factor].input;
  }

  /** The product of letters and marks without the marks that matter to no later factor. */
  cleared(word) {
    const party = (factor) => this.scenario.inputs[this.inputOf(factor)].party;
    return word.reduceRight((kept, factor) => {
      const matters = factor >= 0 || kept.some((later) => this.scenario.maySignal(party(factor), party(later)));
      return matters ? [factor, ...kept] : kept;
    }, []);
  }

  /** Terms, with words of behaviours if `behaviours`: { operator, text, terms }, each term { value, word } in atoms. */
  readTerms(node, behaviours = false) {
    const terms = [], texts = [];
    for (const entry of node.filled()) {
      const [c, w] = entry.items(2), { value, text } = readCoefficient(c, this.ring), word = this.scenario.readWord(w);
      const last = terms.at(-1)?.word;
      const isLater = !last || compare([word.length, ...word], [last.length, ...last]) > 0;
      if (!value.size || !isLater) throw entry.refuse("terms-order");
      terms.push({ value, word });
      texts.push(`${text}*<${w.value || "1"}>`);
    }
    if (behaviours) for (const { word } of terms) this.scenario.requireBehaviourWord(node, word);
    const operator = new Map();
    for (const { value, word } of terms) this.add(operator, this.ofWord(word), value);
    return { operator, text: texts.join(" + "), terms };
  }
}
