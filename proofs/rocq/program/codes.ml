(* What each code of a refusal says, and the verdict that goes with it (section 9 of the page). *)
type verdict = Malformed | Rejected | Limit

let table = [
  "not-utf8", (Malformed, "The bytes are not UTF-8 (or start with a byte order mark).");
  "not-json", (Malformed, "The text is not one JSON value.");
  "duplicate-key", (Malformed, "An object names the same key twice.");
  "bare-number", (Malformed, "A JSON number stands where a string is required; numbers are strings.");
  "bare-literal", (Malformed, "true, false or null has no meaning in a certificate.");
  "not-an-object", (Malformed, "A JSON object is required here.");
  "not-a-list", (Malformed, "A JSON list is required here.");
  "not-a-string", (Malformed, "A JSON string is required here.");
  "unknown-key", (Malformed, "The object has a key the format does not know.");
  "missing-key", (Malformed, "The object lacks a required key.");
  "unknown-format", (Malformed, "The format is not bellcert/1.");
  "unknown-rule", (Malformed, "No rule of this name exists.");
  "unknown-kind", (Malformed, "No statement of this kind exists.");
  "unknown-name", (Malformed, "The name refers to nothing declared in the statement.");
  "unknown-choice", (Malformed, "The string is not one of the listed choices.");
  "not-a-name", (Malformed, "The string is not a name of the required form.");
  "duplicate-name", (Malformed, "Two declarations carry the same name.");
  "not-an-integer", (Malformed, "The string is not an integer in plain decimal digits.");
  "not-a-rational", (Malformed, "The string is not an integer or a fraction p/q.");
  "not-reduced", (Malformed, "The number is not in lowest terms or not in its shortest form.");
  "out-of-range", (Malformed, "The value lies outside its documented range.");
  "not-an-expression", (Malformed, "The string is not a sum of products of powers in the one spelling.");
  "not-a-word", (Malformed, "The string is not a product of operators of the scenario in normal form.");
  "terms-order", (Malformed, "Terms must be sorted, without repetition and without zero coefficients.");
  "wrong-shape", (Malformed, "A list has the wrong length.");
  "witness-empty", (Malformed, "The witness contains no proof at all.");
  "wrong-field", (Malformed, "The number is not an element of the declared field.");
  "wrong-kind", (Malformed, "The rule does not prove statements of this kind or about this set.");
  "counts", (Malformed, "The counts do not list every cell exactly once.");
  "reducible", (Rejected, "The polynomial given as minimal has a factor over the rationals.");
  "not-isolating", (Rejected, "The interval does not isolate exactly one real root.");
  "no-real-point", (Rejected, "The point does not satisfy the relations and conditions of the symbols.");
  "identity", (Rejected, "The two sides of the identity differ in a word class.");
  "not-hermitian", (Rejected, "An expression that must be self-adjoint is not.");
  "weight-sign", (Rejected, "A weight or multiplier is not proved nonnegative (or positive).");
  "indefinite", (Rejected, "The Gram matrix is not positive semidefinite.");
  "hypothesis-use", (Rejected, "The hypothesis is used in a way its kind does not allow.");
  "strategy", (Rejected, "A deterministic strategy violates the claimed bound.");
  "not-admissible", (Rejected, "The explicit object is not an admissible member of the set.");
  "not-attained", (Rejected, "The explicit object does not have the claimed value.");
  "vacuous", (Rejected, "No feasible point shows that the hypotheses can hold together.");
  "enclosure", (Rejected, "The value is not proved to lie in the interval.");
  "domain", (Rejected, "A function is evaluated where it is not proved to be defined.");
  "premise", (Rejected, "A premise is refused or is not the statement the step needs.");
  "premise-missing", (Rejected, "The step needs a premise that is not there.");
  "tag", (Rejected, "A tag of the statement is not the one the premises give.");
  "assumption-missing", (Rejected, "The statement leaves out an assumption the step needs.");
  "estimate", (Rejected, "The estimate stated is not the one the data give.");
  "deviation", (Rejected, "The deviation is not proved to have the stated failure probability.");
  "bits", (Rejected, "The number of bits claimed is larger than proved.");
  "bytes", (Limit, "The file is larger than the stated limit.");
  "depth", (Limit, "The document is nested more deeply than the stated limit.");
  "digits", (Limit, "A number has more digits than the stated limit.");
  "size", (Limit, "A list, matrix, scenario or degree is larger than the stated limit.");
  "work", (Limit, "Checking takes more elementary steps than the stated limit.");
  "rule", (Limit, "This checker does not have the rule, the kind or the set; another may.");
]

let verdict_name = function Malformed -> "MALFORMED" | Rejected -> "REJECTED" | Limit -> "LIMIT"
let exit_code = function Malformed -> 3 | Rejected -> 1 | Limit -> 4
let find code = List.assoc code table
