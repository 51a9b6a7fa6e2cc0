// Rule hashing: the outcomes of an accepted run become bits that are almost uniform.
import { readPrecision } from "../expressions.mjs";
import { CLASSICAL } from "../hashing.mjs";
import { at } from "../interval.mjs";
import { add, cmp, mul, Q, sub } from "../rationals.mjs";

/** `checkPremise` checks a premise like a certificate and returns its statement. */
export function hashing(s, witness, checkPremise) {
  const { run, precision } = witness.fields(["run", "precision"]), p = readPrecision(precision);
  const proved = checkPremise(run), isRun = ["certified-bits", "estimated-bits"].includes(proved.kind);
  if (!isRun || proved.lines.join("\n") !== s.run.lines.join("\n")) throw run.refuse("premise");
  if (!s.run.lines.includes(CLASSICAL)) throw s.found.run.refuse("tag");
  if (cmp(s.run.bits, s.threshold) < 0) throw s.found.threshold.refuse("bits");
  const rest = mul(Q(2n), sub(s.error, s.run.delta));
  if (rest.n <= 0n) throw s.found.error.refuse("bits");
  const most = add(s.threshold, mul(Q(2n), at("log2", rest, p)[0]));
  if (cmp(Q(s.output), most) > 0) throw s.found.output.refuse("bits");
}
