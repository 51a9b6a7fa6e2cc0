// The page: files in, answers out. Nothing foreign becomes markup; every text is set as text.
"use strict";
const $ = (id) => document.getElementById(id);
const MOST_BYTES = 2 ** 24 + 1; // one more than a certificate may have; what is longer is a LIMIT all the same
const SAYS = {
  PROVED: "Proved. The statement below holds under its assumptions.",
  REJECTED: "Rejected. The file proves nothing.",
  MALFORMED: "Malformed. The file is no certificate of this format.",
  LIMIT: "Limit. The file is larger or needs more work than the format allows; nothing is said about truth.",
  STOPPED: "Stopped. Nothing is said about this file.",
  BUG: "The checker failed. Nothing is said about this file.",
};
const MARK = { PROVED: "✓", REJECTED: "✗", MALFORMED: "✗", LIMIT: "–", STOPPED: "–", BUG: "!" };

let worker = null, waiting = [], current = null, done = 0, total = 0;

function start() {
  const source = $("checker-source").textContent;
  worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  worker.onmessage = ({ data }) => finish(data.bug === undefined ? data.answer : { verdict: "BUG", sentence: data.bug });
  worker.onerror = (event) => { event.preventDefault(); restart({ verdict: "BUG", sentence: event.message || "" }); };
}

function restart(answer) {
  if (worker) worker.terminate();
  worker = null;
  finish(answer);
}

function make(name, text, className) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function show(name, answer) {
  const { verdict, sha256, code, pointer, sentence, lines } = answer;
  const item = make("article", undefined, `answer ${verdict.toLowerCase()}`);
  item.dataset.verdict = verdict;
  item.dataset.sha256 = sha256 || "";
  item.dataset.code = code || "";
  item.dataset.pointer = pointer || "";
  const head = make("h3");
  head.append(make("span", MARK[verdict], "mark"), make("span", ` ${verdict} `, "verdict"), make("span", name, "name"));
  head.querySelector(".mark").setAttribute("aria-hidden", "true");
  item.append(head, make("p", SAYS[verdict]));
  if (code) item.append(make("p", `${code} at ${pointer ? JSON.stringify(pointer) : "the top"}: ${sentence}`, "why"));
  else if (sentence) item.append(make("p", sentence, "why"));
  if (lines && lines.length) {
    item.append(make("h4", "Statement and assumptions"), make("pre", lines.join("\n"), "statement"));
  }
  if (sha256 && sha256 !== "-") item.append(make("p", `sha256 ${sha256}`, "digest"));
  $("answers").append(item);
}

function finish(answer) {
  if (!current) return;
  show(current.name, answer);
  current = null;
  done += 1;
  next();
}

async function next() {
  tell();
  if (current || !waiting.length) return;
  current = waiting.shift();
  const mine = current;
  tell();
  let bytes;
  try {
    bytes = await mine.file.slice(0, MOST_BYTES).arrayBuffer();
  } catch (problem) {
    return current === mine && finish({ verdict: "BUG", sentence: `the file cannot be read: ${problem.message}` });
  }
  if (current !== mine) return;
  if (!worker) start();
  worker.postMessage({ id: done, bytes }, [bytes]);
}

function tell() {
  const busy = current !== null;
  $("busy").hidden = !busy;
  $("progress").max = Math.max(1, total);
  $("progress").value = done;
  $("status").textContent = busy
    ? `checking ${current.name} (${done + 1} of ${total})`
    : total ? `${done} of ${total} files checked` : "";
  document.body.dataset.done = String(done);
  document.body.dataset.busy = String(busy || waiting.length > 0);
}

function add(files) {
  for (const file of files) {
    waiting.push({ name: file.name, file });
    total += 1;
  }
  next();
}

function stop() {
  const left = waiting;
  waiting = [];
  for (const { name } of left) {
    show(name, { verdict: "STOPPED" });
    done += 1;
  }
  restart({ verdict: "STOPPED" });
}

$("files").addEventListener("change", (event) => { add(event.target.files); event.target.value = ""; });
$("stop").addEventListener("click", stop);
$("clear").addEventListener("click", () => { $("answers").replaceChildren(); if (!current) { done = total = 0; } tell(); });
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => { event.preventDefault(); $("drop").classList.add("over"); });
}
for (const kind of ["dragleave", "drop"]) {
  document.addEventListener(kind, (event) => { event.preventDefault(); $("drop").classList.remove("over"); });
}
document.addEventListener("drop", (event) => add(event.dataTransfer.files));
window.bellcheck = { add }; // for a page that carries certificates within itself
const carried = [...document.querySelectorAll("button[data-embedded]")];
const check = (buttons) => {
  add(buttons.map(({ dataset }) => {
    const element = $(dataset.embedded), binary = atob(element.textContent.trim());
    return new File([Uint8Array.from(binary, (c) => c.charCodeAt(0))], element.dataset.name);
  }));
  $("answers").scrollIntoView();
};
for (const button of carried) button.addEventListener("click", () => check([button]));
if ($("check-all")) $("check-all").addEventListener("click", () => check(carried));
tell();
