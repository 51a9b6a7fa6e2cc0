// One message in, { id, bytes }; one message out, { id, answer } or { id, bug }.
self.onmessage = ({ data: { id, bytes } }) => {
  try {
    self.postMessage({ id, answer: CHECKER.checkBytes(new Uint8Array(bytes)) });
  } catch (bug) {
    self.postMessage({ id, bug: String(bug) });
  }
};
