// Why a file is refused (section 10 of the page): the code alone decides the verdict and the sentence.

const TABLE = {
  UNREADABLE: `
unreadable: The file cannot be opened or read.`,
  MALFORMED: `
not-utf8: The bytes are not UTF-8 (or start with a byte order mark).
not-json: The text is not one JSON value.
duplicate-key: An object names the same key twice.
bare-number: A JSON number stands where a string is required; numbers are strings.
bare-literal: true, false or null has no meaning in a certificate.
not-an-object: A JSON object is required here.
not-a-list: A JSON list is required here.
not-a-string: A JSON string is required here.
unknown-key: The object has a key the format does not know.
missing-key: The object lacks a required key.
unknown-format: The format is not bellcert/1.
unknown-rule: No rule of this name exists.
unknown-kind: No statement of this kind exists.
unknown-name: The name refers to nothing declared in the statement.
unknown-choice: The string is not one of the listed choices.
not-a-name: The string is not a name of the required form.
duplicate-name: Two declarations carry the same name.
not-an-integer: The string is not an integer in plain decimal digits.
not-a-rational: The string is not an integer or a fraction p/q.
not-reduced: The number is not in lowest terms or not in its shortest form.
out-of-range: The value lies outside its documented range.
not-an-expression: The string is not a sum of products of powers in the one spelling.
not-a-word: The string is not a product of operators of the scenario in normal form.
terms-order: Terms must be sorted, without repetition and without zero coefficients.
wrong-shape: A list has the wrong length.
witness-empty: The witness contains no proof at all.
wrong-field: The number is not an element of the declared field.
wrong-kind: The rule does not prove statements of this kind or about this set.
counts: The counts do not list every cell exactly once.`,
  REJECTED: `
reducible: The polynomial given as minimal has a factor over the rationals.
not-isolating: The interval does not isolate exactly one real root.
no-real-point: The point does not satisfy the relations and conditions of the symbols.
identity: The two sides of the identity differ in a word class.
not-hermitian: An expression that must be self-adjoint is not.
weight-sign: A weight or multiplier is not proved nonnegative (or positive).
indefinite: The Gram matrix is not positive semidefinite.
hypothesis-use: The hypothesis is used in a way its kind does not allow.
strategy: A deterministic strategy violates the claimed bound.
not-admissible: The explicit object is not an admissible member of the set.
not-attained: The explicit object does not have the claimed value.
vacuous: No feasible point shows that the hypotheses can hold together.
enclosure: The value is not proved to lie in the interval.
domain: A function is evaluated where it is not proved to be defined.
premise: A premise is refused or is not the statement the step needs.
premise-missing: The step needs a premise that is not there.
tag: A tag of the statement is not the one the premises give.
assumption-missing: The statement leaves out an assumption the step needs.
estimate: The estimate stated is not the one the data give.
deviation: The deviation is not proved to have the stated failure probability.
factor: The factor is not proved to be one for the set and the laws of the inputs.
bits: The number of bits claimed is larger than proved.
law: No point bounds the adversary at a law of the source.
error: The error claimed is smaller than proved.`,
  LIMIT: `
bytes: The file is larger than the stated limit.
depth: The document is nested more deeply than the stated limit.
digits: A number has more digits than the stated limit.
size: A list, matrix, scenario or degree is larger than the stated limit.
work: Checking takes more elementary steps than the stated limit.`,
};

const CODES = new Map(Object.entries(TABLE).flatMap(([verdict, lines]) => lines.trim().split("\n").map((line) => {
  const [code, sentence] = line.split(": ");
  return [code, { verdict, sentence }];
})));

/** The file is not accepted: a code, and the pointer to the place of the fault ("" for no single place). */
export class Refused extends Error {
  constructor(code, pointer = "") {
    const { verdict, sentence } = CODES.get(code);
    super(sentence);
    Object.assign(this, { verdict, code, pointer, sentence });
  }
}
