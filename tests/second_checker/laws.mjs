// Laws of inputs (kind estimated-bits in section 9 of the page): a model as the hull of finitely many laws.
import { readLaw, textOfLaw } from "./entropy.mjs";
import { MAX } from "./limits.mjs";
import { add, cmp, HALF, mul, ONE, Q, range, show, sub, tuples } from "./rationals.mjs";

const WITHIN = "has a probability between 1/2 - b and 1/2 + b";
const MODELS = {
  product: `the inputs of the parties are independent and each input of a party ${WITHIN}`,
  "two-sided": `each input of a party ${WITHIN}, given also the input of the other party in the round`,
  sequential: `each input of a party ${WITHIN}, given also the inputs in the round of the parties before it in the order`
    + " of the scenario",
  box: "each tuple of inputs has a probability between (1/2 - b)^N and (1/2 + b)^N, N the number of parties",
};

/** { laws, lawText }: lists of probabilities of the input tuples of a statement s, and what they mean. */
export function readLaws(s, node) {
  const names = ["declared", "hull", ...Object.keys(MODELS)];
  const model = node.fields(["model"], ["distribution", "points", "bias"]).model, name = model.choice(names);
  const key = { declared: "distribution", hull: "points" }[name] ?? "bias", value = node.fields(["model", key])[key];
  if (name === "declared") {
    const law = readLaw(s, value);
    return { laws: [law], lawText: `the inputs have the law ${textOfLaw(s, law)}` };
  }
  if (name === "hull") {
    const entries = value.filled();
    if (entries.length > MAX.laws) throw value.refuse("size");
    const laws = entries.map((entry) => readLaw(s, entry, true));
    if (s.inputTuples.some((_, z) => laws.every((law) => !law[z].n))) throw value.refuse("out-of-range");
    return { laws, lawText: `the law of the inputs is a mixture of ${laws.map((law) => textOfLaw(s, law)).join(" or ")}` };
  }
  const lists = s.scenario.inputLists, parties = lists.length;
  if (parties > MAX.biasedParties) throw model.refuse("size");
  if (lists.some((list) => list.length !== 2) || (name === "two-sided" && parties !== 2)) throw model.refuse("out-of-range");
  const bias = value.rational();
  if (bias.n <= 0n || cmp(bias, HALF) >= 0) throw value.refuse("out-of-range");
  return { laws: extremeLaws(name, parties, bias), lawText: `${MODELS[name]}; b = ${show(bias)}` };
}

const times = (factors) => factors.reduce(mul, ONE);

function extremeLaws(name, parties, bias) {
  const low = sub(HALF, bias), high = add(HALF, bias), words = tuples(range(parties).map(() => [0, 1]));
  if (name === "box") return boxLaws(words.length, times(range(parties).map(() => low)), times(range(parties).map(() => high)));
  if (name === "sequential") return sequentialLaws(words, low, high);
  const laws = tuples(range(parties).map(() => [low, high])).map((first) =>
    words.map((word) => times(word.map((bit, k) => (bit ? sub(ONE, first[k]) : first[k])))));
  if (name === "product") return laws;
  const [less, more] = [mul(low, HALF), mul(high, HALF)];
  return [...laws, [less, more, more, less], [more, less, less, more]];
}

/** One of two laws of the next input after each sequence of inputs, the empty one first, and so on in the order of a tree. */
function sequentialLaws(words, low, high) {
  const parties = words[0].length, prefixes = [];
  const visit = (prefix) => {
    if (prefix.length === parties) return;
    prefixes.push(prefix.join(""));
    visit([...prefix, 0]);
    visit([...prefix, 1]);
  };
  visit([]);
  return tuples(prefixes.map(() => [low, high])).map((choice) => words.map((word) => times(word.map((bit, k) => {
    const first = choice[prefixes.indexOf(word.slice(0, k).join(""))];
    return bit ? sub(ONE, first) : first;
  }))));
}

/** As many values `high` as fit into 1, one takes what is left, the others are `low`. */
function boxLaws(size, low, high) {
  const lows = mul(Q(BigInt(size)), low), step = sub(high, low);
  let full = 0, left = sub(ONE, lows);
  for (; cmp(left, step) >= 0; full++) left = sub(left, step);
  const sets = tuples(range(size).map(() => [1, 0])).filter((flags) => flags.filter(Boolean).length === full);
  return sets.flatMap((flags) => range(size).filter((i) => !flags[i]).map((middle) =>
    range(size).map((i) => (flags[i] ? high : i === middle ? add(low, left) : low))));
}
