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

const MOST_WORKERS = 4;
let pool = [], waiting = [], jobs = [], done = 0, total = 0; // jobs: in order, those whose answer is not yet shown

function seated() {
  const source = $("checker-source").textContent;
  const seat = { worker: new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" }))), job: null };
  seat.worker.onmessage = ({ data }) =>
    finish(seat, data.bug === undefined ? data.answer : { verdict: "BUG", sentence: data.bug });
  seat.worker.onerror = (event) => {
    event.preventDefault();
    seat.worker.terminate();
    pool = pool.filter((other) => other !== seat);
    finish(seat, { verdict: "BUG", sentence: event.message || "" });
  };
  pool.push(seat);
  return seat;
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

function finish(seat, answer) {
  const { job } = seat;
  seat.job = null;
  if (!job) return;
  settle(job, answer);
  next();
}

function settle(job, answer) {
  job.answer = answer;
  done += 1;
  while (jobs.length && jobs[0].answer) {
    const first = jobs.shift();
    show(first.name, first.answer);
  }
}

function next() {
  const most = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1));
  while (waiting.length) {
    const seat = pool.find(({ job }) => !job) || (pool.length < most ? seated() : null);
    if (!seat) break;
    give(seat, waiting.shift());
  }
  tell();
}

async function give(seat, job) {
  seat.job = job;
  let bytes;
  try {
    bytes = await job.file.slice(0, MOST_BYTES).arrayBuffer();
  } catch (problem) {
    if (seat.job === job) finish(seat, { verdict: "BUG", sentence: `the file cannot be read: ${problem.message}` });
    return;
  }
  if (seat.job === job) seat.worker.postMessage({ id: done, bytes }, [bytes]);
}

function tell() {
  const busy = jobs.length > 0, first = jobs.find(({ answer }) => !answer);
  $("busy").hidden = !busy;
  $("progress").max = Math.max(1, total);
  $("progress").value = done;
  $("status").textContent = first
    ? `checking ${first.name} (${done + 1} of ${total})`
    : total ? `${done} of ${total} files checked` : "";
  document.body.dataset.done = String(done);
  document.body.dataset.busy = String(busy);
}

function add(files) {
  for (const file of files) {
    const job = { name: file.name, file, answer: null };
    waiting.push(job);
    jobs.push(job);
    total += 1;
  }
  next();
}

function stop() {
  for (const seat of pool) {
    seat.job = null;
    seat.worker.terminate();
  }
  pool = [];
  waiting = [];
  for (const job of [...jobs]) if (!job.answer) settle(job, { verdict: "STOPPED" });
  tell();
}

$("files").addEventListener("change", (event) => { add(event.target.files); event.target.value = ""; });
$("stop").addEventListener("click", stop);
$("clear").addEventListener("click", () => { $("answers").replaceChildren(); if (!jobs.length) { done = total = 0; } tell(); });
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
