// One file in, one answer out (sections 1 and 10 of the page).
import { createHash } from "node:crypto";
import { decode, parseJson } from "./json.mjs";
import { MAX, startWork } from "./limits.mjs";
import { Node } from "./reader.mjs";
import { Refused } from "./refusals.mjs";
import { check } from "./rules/index.mjs";

const FORMAT = "bellcert/1";

/** The answer for a refused file. */
export const refusal = ({ verdict, code, pointer, sentence }, sha256 = "-") =>
  ({ verdict, sha256, code, pointer, sentence, lines: [] });

/** The answer for the bytes of a file: { verdict, sha256, code, pointer, sentence, lines }. */
export function checkBytes(bytes) {
  startWork();
  // more bytes than the limit may be a part of a longer file, whose digest is not known
  const isWhole = bytes.length <= MAX.bytes, sha256 = isWhole ? createHash("sha256").update(bytes).digest("hex") : "-";
  try {
    if (!isWhole) throw new Refused("bytes");
    const lines = linesProved(new Node(parseJson(decode(bytes))));
    return { verdict: "PROVED", sha256, code: "", pointer: "", sentence: "", lines };
  } catch (problem) {
    if (problem instanceof Refused) return refusal(problem, sha256);
    throw problem;
  }
}

function linesProved(node) {
  const members = node.members(), format = members.get("format"), provenance = members.get("provenance");
  if (!format) throw node.refuse("missing-key");
  if (format.text() !== FORMAT) throw format.refuse("unknown-format");
  if (provenance) for (const entry of provenance.members().values()) entry.text();
  return check(node).lines;
}
