// SHA-256 (FIPS 180-4) where the platform has no synchronous one; the same calls as node:crypto for what is used here.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);

// The first 32 bits of the fractional part of a root, by integers alone.
function fraction(prime, root) {
  const shifted = BigInt(prime) << BigInt(32 * root);
  let low = 0n, high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(root) <= shifted) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const START = primes.slice(0, 8).map((p) => fraction(p, 2));
const ROUND = primes.map((p) => fraction(p, 3));
const turn = (x, n) => (x >>> n) | (x << (32 - n));

function padded(bytes) {
  const length = (bytes.length + 8 >> 6) + 1 << 6, out = new Uint8Array(length), view = new DataView(out.buffer);
  out.set(bytes);
  out[bytes.length] = 0x80;
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function digest(bytes) {
  const view = padded(bytes), state = Int32Array.from(START), w = new Int32Array(64);
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(offset + 4 * t);
    for (let t = 16; t < 64; t++) {
      const one = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3);
      const two = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10);
      w[t] = w[t - 16] + one + w[t - 7] + two | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[t] + w[t] | 0;
      const second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, d + first | 0, c, b, a, first + second | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, k) => { state[k] = state[k] + word | 0; });
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

export const createHash = () => ({ update: (bytes) => ({ digest: () => digest(bytes) }) });
