// node bellcheck.mjs FILE...: check certificates of the format bellcert/1; - is standard input.
//
// Prints and exits as section 10 of the page says: 0 all proved, 1 some rejected, 3 some malformed, 4 some beyond a
// limit, 5 some unreadable or nothing checked, 2 wrong usage, 70 a bug of this checker.
import { checkFile } from "./files.mjs";

const EXIT = { PROVED: 0, REJECTED: 1, MALFORMED: 3, LIMIT: 4, UNREADABLE: 5 };
const WORST = [1, 3, 4, 5, 0]; // several files: the first of these that occurs
const USAGE = "usage: node bellcheck.mjs FILE...";

const NAMED = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const NOT_PLAIN = /[^\x20-\x7e]|\\/gu; // all but printable ASCII, and the backslash, so that no two names print alike

function escapeCharacter(character) {
  const point = character.codePointAt(0), hex = (digits) => point.toString(16).padStart(digits, "0");
  if (NAMED[character]) return NAMED[character];
  return point < 0x100 ? `\\x${hex(2)}` : point < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

// foreign text on one line: a name with a line break in it must not print a verdict of its own
const escape = (text) => text.replace(NOT_PLAIN, escapeCharacter);

function report(path, { verdict, sha256, code, pointer, sentence, lines }) {
  const head = [verdict, sha256, escape(path), ...(code ? [code] : [])].join(" ");
  const indented = code ? [`${escape(pointer)}: ${code}: ${sentence}`] : lines;
  return [head, ...indented.map((line) => `  ${line}`)].join("\n");
}

function main(paths) {
  if (!paths.length || paths.some((path) => path.startsWith("-") && path !== "-")) {
    console.error(USAGE);
    if (!paths.length) return EXIT.UNREADABLE;
    return ["-h", "--help"].includes(paths[0]) ? 0 : 2;
  }
  const codes = new Set();
  for (const path of paths) {
    const answer = checkFile(path);
    console.log(report(path, answer));
    codes.add(EXIT[answer.verdict]);
  }
  return WORST.find((code) => codes.has(code));
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (bug) {
  // Node would exit with 1, which means REJECTED
  console.error(`a bug of the checker: ${bug.stack}`);
  process.exitCode = 70;
}
