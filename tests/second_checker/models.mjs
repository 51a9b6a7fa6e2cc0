// Models (section 7 of the page): states and matrices, exact. An entry is a pair [re, im] of coefficients.
import { MAX } from "./limits.mjs";
import { isPositive } from "./matrices.mjs";
import { ONE, product, range } from "./rationals.mjs";
import { readCoefficient, readWeight } from "./symbols.mjs";

const isZero = ([re, im]) => !re.size && !im.size;
const ZERO_ENTRY = [new Map(), new Map()];

export class Mixture {
  constructor(node, setting) {
    this.ring = setting.ring;
    this.scenario = setting.scenario;
    this.models = node.items().map((entry) => this.readModel(entry));
    if (setting.set === "local" && this.models.some(({ size }) => size !== 1)) throw node.refuse("not-admissible");
  }

  readModel(node) {
    const { ring, scenario } = this, found = node.fields(["weight", "dimensions", "state", "operators"]);
    const weight = readWeight(found.weight, ring);
    const dimensions = found.dimensions.items(scenario.parties.length).map((d) => d.small(1, MAX.dimension));
    const size = product(dimensions);
    if (size > MAX.dimension) throw found.dimensions.refuse("size");
    const state = found.state.items(size).map((entry) => this.readEntry(entry));
    const nodes = found.operators.fields(scenario.letters.map(({ text }) => text));
    const letters = scenario.letters.map((letter) => {
      const k = scenario.parties.indexOf(scenario.partyOf(letter)), d = dimensions[k];
      const matrix = nodes[letter.text].items(d).map((row) => row.items(d).map((entry) => this.readEntry(entry)));
      // the last party's index changes fastest
      return { ...letter, matrix, k, d, stride: product(dimensions.slice(k + 1)) };
    });
    letters.forEach((letter, x) => {
      if (!this.isAdmissible(letter, letters.slice(0, x))) throw nodes[letter.text].refuse("not-admissible");
    });
    return { weight, size, state, letters };
  }

  readEntry(node) {
    if (!node.isObject() || node.value.has("poly")) return [readCoefficient(node, this.ring).value, new Map()];
    const { re, im } = node.fields(["re", "im"]);
    const entry = [re, im].map((part) => readCoefficient(part, this.ring).value);
    if (!entry[1].size) throw node.refuse("not-reduced");
    return entry;
  }

  /** Whether a letter's matrix satisfies the relations of section 5, with itself and with the letters before it. */
  isAdmissible({ matrix, input, outcome, k }, others) {
    if (!this.isEqual(matrix, this.conjugateTranspose(matrix))) return false;
    const square = outcome === null ? this.unitMatrix(matrix.length) : matrix;
    if (!this.isEqual(this.times(matrix, matrix), square)) return false;
    return others.filter((other) => other.k === k).every((other) => {
      const forth = this.times(matrix, other.matrix);
      if (other.input === input) return forth.every((row) => row.every(isZero));
      return !this.scenario.commute(other.input, input) || this.isEqual(forth, this.times(other.matrix, matrix));
    });
  }

  unitMatrix(n) {
    const one = [this.ring.rational(ONE), new Map()];
    return range(n).map((i) => range(n).map((j) => (i === j ? one : ZERO_ENTRY)));
  }

  conjugateTranspose(a) {
    return a.map((_, i) => a.map((row) => [row[i][0], this.ring.neg(row[i][1])]));
  }

  isEqual(a, b) {
    const isSame = ([re, im], y) => !this.ring.sub(re, y[0]).size && !this.ring.sub(im, y[1]).size;
    return a.every((row, i) => row.every((x, j) => isSame(x, b[i][j])));
  }

  /** The sum of products of two lists of entries. */
  dot(xs, ys) {
    const { ring } = this;
    return xs.reduce((sum, x, k) => {
      const y = ys[k];
      if (isZero(x) || isZero(y)) return sum;
      const re = ring.sub(ring.mul(x[0], y[0]), ring.mul(x[1], y[1]));
      const im = ring.add(ring.mul(x[0], y[1]), ring.mul(x[1], y[0]));
      return [ring.add(sum[0], re), ring.add(sum[1], im)];
    }, ZERO_ENTRY);
  }

  times(a, b) {
    const columns = b.map((_, j) => b.map((row) => row[j]));
    return a.map((row) => columns.map((column) => this.dot(row, column)));
  }

  /** A letter acts on its party's index: (Av)_i = sum_j A_ij v_j. */
  applyLetter({ matrix, d, stride }, vector) {
    return vector.map((_, at) => {
      const row = Math.floor(at / stride) % d, start = at - row * stride;
      return this.dot(matrix[row], range(d).map((j) => vector[start + j * stride]));
    });
  }

  /** The operator applied to a vector of a model. */
  apply(model, operator, vector) {
    let total = vector.map(() => ZERO_ENTRY);
    for (const { word, c } of operator.values()) {
      const image = word.reduceRight((v, x) => this.applyLetter(model.letters[x], v), vector);
      const factor = [c, new Map()], one = [this.ring.rational(ONE), new Map()];
      total = total.map((t, i) => this.dot([one, factor], [t, image[i]]));
    }
    return total;
  }

  /** The sum over the models of w Re(psi* F psi). */
  mean(operator) {
    const { ring } = this;
    return this.models.reduce((sum, model) => {
      const image = this.apply(model, operator, model.state);
      const mean = model.state.reduce((total, [re, im], i) =>
        ring.add(total, ring.add(ring.mul(re, image[i][0]), ring.mul(im, image[i][1]))), new Map());
      return ring.add(sum, ring.mul(model.weight, mean));
    }, new Map());
  }

  /** Whether q psi = 0 in every model; `evaluated` gives an entry its value at the point of the symbols. */
  annihilates(q, evaluated) {
    return this.models.every((model) => this.apply(model, q, model.state).map(evaluated).every(isZero));
  }

  /** The columns of q on the space of the only model; null for a mixture, which has blocks between its models. */
  columns(q, evaluated) {
    if (this.models.length !== 1) return null;
    const [model] = this.models;
    return this.unitMatrix(model.size).map((unit) => this.apply(model, q, unit).map(evaluated));
  }

  isZeroOperator(q, evaluated) {
    const columns = this.columns(q, evaluated);
    return columns !== null && columns.every((column) => column.every(isZero));
  }

  isPositiveOperator(q, evaluated) {
    const columns = this.columns(q, evaluated), { ring } = this;
    if (!columns || columns.flat(2).some((x) => !ring.asNumber(x))) return false;
    // the hermitian matrix X + iY is positive semidefinite if and only if the real symmetric [[X, -Y], [Y, X]] is
    const n = columns.length, X = (i, j) => columns[j][i][0], Y = (i, j) => columns[j][i][1];
    const upper = range(n).map((i) => range(i + 1).map((j) => X(i, j)));
    const lower = range(n).map((i) => [...range(n).map((j) => Y(i, j)), ...range(i + 1).map((j) => X(i, j))]);
    return isPositive([...upper, ...lower], ring);
  }
}
