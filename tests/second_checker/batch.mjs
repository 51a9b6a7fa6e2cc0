// node batch.mjs < LIST: one path a line, as a JSON string; prints one answer a line, as a JSON object.
import { readFileSync } from "node:fs";
import { checkFile } from "./files.mjs";

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { verdict, sha256, code, pointer, lines } = checkFile(JSON.parse(line));
  console.log(JSON.stringify({ verdict, sha256, code, pointer, statement: lines.join("\n") }));
}
