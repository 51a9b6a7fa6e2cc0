// Reading files as far as the limit on bytes needs.
import { closeSync, openSync, readSync } from "node:fs";
import { checkBytes, refusal } from "./check.mjs";
import { MAX } from "./limits.mjs";
import { Refused } from "./refusals.mjs";

const CHUNK = 65536;

function readUpTo(limit, path) {
  const chunks = [], descriptor = path === "-" ? 0 : openSync(path, "r");
  try {
    for (let length = 0; length < limit;) {
      const chunk = Buffer.alloc(Math.min(CHUNK, limit - length)), more = readSync(descriptor, chunk);
      if (!more) break;
      chunks.push(chunk.subarray(0, more));
      length += more;
    }
    return Buffer.concat(chunks);
  } finally {
    if (descriptor) closeSync(descriptor);
  }
}

/** The answer for a file; `-` is standard input. */
export function checkFile(path) {
  let bytes;
  try {
    bytes = readUpTo(MAX.bytes + 1, path); // one byte more is enough to see that there are too many
  } catch (problem) {
    if (problem.syscall) return refusal(new Refused("unreadable")); // the system's refusal, not a bug
    throw problem;
  }
  return checkBytes(bytes);
}
