"""Faults of bytes, JSON, spellings of numbers, and of what every certificate shares."""

from __future__ import annotations

from tests.certificates.edits import (
    Document,
    Edit,
    Fault,
    drop,
    insert,
    limit,
    look,
    malformed,
    put,
    rename,
    replace,
    spell,
)

ARGUMENT = "/statement/expression/sqrt/0"
PLAIN = '"4/9"'


def raw(change: bytes, new: bytes) -> Edit:
    """Replace bytes of the spelled file."""

    def edit(document: Document) -> Document:
        data = spell(document)
        if change not in data:
            raise ValueError(change)
        return data.replace(change, new, 1)

    return edit


def whole(data: bytes) -> Edit:
    return lambda document: data


def encoded(encoding: str) -> Edit:
    return lambda document: spell(document).decode().encode(encoding)


def cut(document: Document) -> Document:
    return spell(document)[:-3]


def nested(document: Document) -> Document:
    return put("/provenance", {"made-by": look(document, "/statement")})(document)


BYTES = [
    malformed("empty-file", "plain", whole(b""), "", "not-json", "The file has no bytes."),
    malformed("white-space-only", "plain", whole(b" \n"), "", "not-json", "The file holds white space only."),
    malformed("cut-short", "plain", cut, "", "not-json", "The last bytes are missing."),
    malformed("two-values", "plain", raw(b"}\n", b"} {}\n"), "", "not-json", "Two JSON values follow each other."),
    malformed("trailing-comma", "plain", raw(b'"witness": {"precision": "64"}', b'"witness": {"precision": "64"},'), "",
              "not-json", "A comma stands before a closing brace."),
    malformed("comment", "plain", raw(b"{", b"/* plain */ {"), "", "not-json", "A comment stands before the object."),
    malformed("single-quotes", "plain", raw(b'"4/9"', b"'4/9'"), "", "not-json", "A string stands in single quotes."),
    malformed("raw-newline-in-string", "plain", raw(b'"4/9"', b'"4/9\n"'), "", "not-json",
              "A string contains a line break that is not escaped."),
    malformed("raw-nul-in-string", "plain", raw(b'"4/9"', b'"4/9\x00"'), "", "not-json",
              "A string contains a zero byte that is not escaped."),
    malformed("byte-order-mark", "plain", encoded("utf-8-sig"), "", "not-utf8",
              "The file starts with a byte order mark."),
    malformed("utf-16", "plain", encoded("utf-16"), "", "not-utf8", "The file is UTF-16."),
    malformed("latin-1", "provenance", raw(b"h\\u00e4nd", b"h\xe4nd"), "", "not-utf8",
              "A letter is encoded in Latin-1."),
    malformed("overlong-utf-8", "plain", raw(b'"4/9"', b'"4\xc0\xaf9"'), "", "not-utf8",
              "The slash is encoded with one byte too many."),
    malformed("surrogate-utf-8", "plain", raw(b'"4/9"', b'"4/9\xed\xa0\x80"'), "", "not-utf8",
              "Half a surrogate pair is encoded in UTF-8."),
    malformed("duplicate-key", "plain", raw(b'"low": "2/3"', b'"low": "0", "low": "2/3"'), "", "duplicate-key",
              "The statement names its lower end twice."),
    malformed("duplicate-key-equal-values", "plain", raw(b'"low": "2/3"', b'"low": "2/3", "low": "2/3"'), "",
              "duplicate-key", "The statement names its lower end twice, with one value."),
    malformed("duplicate-key-escaped", "plain", raw(b'"low": "2/3"', b'"low": "2/3", "\\u006cow": "0"'), "",
              "duplicate-key", "The second of two equal keys is spelled with an escape."),
    malformed("duplicate-key-unread", "provenance", raw(b'"made-by"', b'"made-by": "x", "made-by"'), "",
              "duplicate-key", "The provenance, which nobody reads, names a key twice."),
    malformed("top-level-list", "plain", lambda document: [document], "", "not-an-object",
              "The object stands in a list."),
    malformed("top-level-string", "plain", whole(b'"bellcert/1"\n'), "", "not-an-object", "The file is a string."),
    malformed("top-level-number", "plain", whole(b"1\n"), "", "bare-number", "The file is a number."),
    malformed("top-level-null", "plain", whole(b"null\n"), "", "bare-literal", "The file is null."),
]  # fmt: skip

LITERALS = [
    malformed("bare-number", "integer", replace('"12"', "12"), "/statement/expression/add/0", "bare-number",
              "An integer is written without quotes."),
    malformed("bare-float", "plain", replace(PLAIN, "0.25"), ARGUMENT, "bare-number",
              "A decimal is written without quotes."),
    malformed("nan", "plain", replace(PLAIN, "NaN"), ARGUMENT, "bare-number", "NaN stands in place of a number."),
    malformed("infinity", "plain", replace(PLAIN, "Infinity"), ARGUMENT, "bare-number",
              "Infinity stands in place of a number."),
    malformed("minus-infinity", "plain", replace(PLAIN, "-Infinity"), ARGUMENT, "bare-number",
              "-Infinity stands in place of a number."),
    malformed("huge-bare-exponent", "plain", replace(PLAIN, "1e999999999"), ARGUMENT, "bare-number",
              "A number with a giant exponent is written without quotes."),
    malformed("bare-5000-digits", "plain", replace(PLAIN, "9" * 5000), ARGUMENT, "bare-number",
              "An integer of 5000 digits is written without quotes."),
    malformed("true", "plain", replace(PLAIN, "true"), ARGUMENT, "bare-literal", "true stands in place of a number."),
    malformed("null", "plain", replace(PLAIN, "null"), ARGUMENT, "bare-literal", "null stands in place of a number."),
    malformed("list-for-number", "plain", put(ARGUMENT, ["4/9"]), ARGUMENT, "not-a-string",
              "A list stands in place of a number."),
    malformed("string-for-list", "plain", put("/statement/expression/sqrt", "4/9"), "/statement/expression/sqrt",
              "not-a-list", "A string stands in place of a list."),
    malformed("string-for-object", "plain", put("/witness", "64"), "/witness", "not-an-object",
              "A string stands in place of an object."),
    malformed("provenance-number", "provenance", put("/provenance/made-by", 5), "/provenance/made-by", "bare-number",
              "The provenance holds a bare number."),
    malformed("provenance-object", "provenance", nested, "/provenance/made-by", "not-a-string",
              "The provenance holds an object."),
    malformed("provenance-list", "provenance", put("/provenance", ["x"]), "/provenance", "not-an-object",
              "The provenance is a list."),
]  # fmt: skip


def number(name: str, text: str, code: str, sentence: str) -> Fault:
    return malformed(name, "plain", put(ARGUMENT, text), ARGUMENT, code, sentence)


def integer(name: str, text: str, code: str, sentence: str) -> Fault:
    return malformed(name, "plain", put("/witness/precision", text), "/witness/precision", code, sentence)


NUMBERS = [
    number("unreduced-fraction", "8/18", "not-reduced", "4/9 is written as 8/18."),
    number("denominator-one", "4/1", "not-reduced", "4 is written as 4/1."),
    number("denominator-zero", "4/0", "not-reduced", "The denominator is 0."),
    number("denominator-negative", "-4/-9", "not-reduced", "4/9 is written with two minus signs."),
    number("zero-fraction", "0/9", "not-reduced", "0 is written as 0/9."),
    number("minus-zero", "-0", "not-a-rational", "0 is written as -0."),
    number("minus-zero-numerator", "-0/9", "not-a-rational", "The numerator is written as -0."),
    number("plus-sign", "+4/9", "not-a-rational", "The number begins with a plus sign."),
    number("leading-zero", "04/9", "not-a-rational", "The numerator begins with 0."),
    number("leading-zero-denominator", "4/09", "not-a-rational", "The denominator begins with 0."),
    number("decimal", "0.25", "not-a-rational", "The number is a decimal."),
    number("exponent", "4e0", "not-a-rational", "The number has an exponent."),
    number("hexadecimal", "0x4", "not-a-rational", "The number is hexadecimal."),
    number("underscore", "1_0/9", "not-a-rational", "Digits are grouped by an underscore, as Python's int allows."),
    number("space-before", " 4/9", "not-a-rational", "A space stands before the number."),
    number("newline-after", "4/9\n", "not-a-rational", "A line break stands after the number."),
    number("arabic-digits", "\u0664/\u0669", "not-a-rational", "The digits are Arabic-Indic, as Python's int allows."),
    number("fullwidth-digit", "\uff14/9", "not-a-rational", "A digit is a full-width one."),
    number("superscript-digit", "4\u00b2/9", "not-a-rational", "A superscript follows a digit."),
    number("minus-sign-typographic", "\u22124/9", "not-a-rational", "The minus sign is U+2212."),
    number("two-slashes", "4/9/1", "not-a-rational", "The number has two slashes."),
    number("no-numerator", "/9", "not-a-rational", "The numerator is missing."),
    number("no-denominator", "4/", "not-a-rational", "The denominator is missing."),
    number("empty-number", "", "not-a-rational", "The number is the empty string."),
    number("infinity-string", "Infinity", "not-a-rational", "The number is the word Infinity."),
    number("nan-string", "NaN", "not-a-rational", "The number is the word NaN."),
    number("lone-surrogate", "\ud800", "not-a-rational", "The number is half a surrogate pair, escaped."),
    integer("fraction-for-integer", "129/2", "not-an-integer", "A fraction stands in place of an integer."),
    integer("leading-zero-integer", "064", "not-an-integer", "The integer begins with 0."),
    number("3000-letters", "x" * 3000, "not-a-rational", "A long string is no number, however long numbers may be."),
    number("decimal-of-2100-digits", "0." + "3" * 2100, "not-a-rational", "A decimal is no number of the format."),
    number("2100-zeros", "0" * 2100, "not-a-rational", "Zero has one digit."),
    malformed("fraction-of-2000-digits-as-an-integer", "plain", put("/witness/precision", "1/" + "3" * 2000),
              "/witness/precision", "not-an-integer", "The precision is a fraction."),
    limit("5000-digit-integer", "plain", put(ARGUMENT, "9" * 5000), ARGUMENT, "digits", "An integer has 5000 digits."),
    limit("5000-digit-denominator", "plain", put(ARGUMENT, "1/" + "9" * 5000), ARGUMENT, "digits",
          "A denominator has 5000 digits."),
    limit("2001-digits", "digits", put("/statement/high", "9" * 2001), "/statement/high", "digits",
          "An integer has one digit more than the limit."),
]  # fmt: skip

ENVELOPE = [
    malformed("no-format", "plain", drop("/format"), "", "missing-key", "The format line is missing."),
    malformed("other-format", "plain", put("/format", "bellcert/2"), "/format", "unknown-format",
              "The format is a later one."),
    malformed("format-case", "plain", put("/format", "Bellcert/1"), "/format", "unknown-format",
              "The format has a capital letter."),
    malformed("unknown-rule", "plain", put("/rule", "trust-me"), "/rule", "unknown-rule", "No rule has this name."),
    malformed("rule-list", "plain", put("/rule", ["enclosure"]), "/rule", "not-a-string", "The rule is a list."),
    malformed("no-rule", "plain", drop("/rule"), "", "missing-key", "The rule is missing."),
    malformed("no-statement", "plain", drop("/statement"), "", "missing-key", "The statement is missing."),
    malformed("no-witness", "plain", drop("/witness"), "", "missing-key", "The witness is missing."),
    malformed("empty-witness", "plain", put("/witness", {}), "/witness", "witness-empty",
              "The witness is an empty object."),
    malformed("unknown-key", "plain", put("/comment", "true by inspection"), "", "unknown-key",
              "The certificate has a key the format does not know."),
    malformed("unknown-key-surrogate", "plain", put("/\ud800", "x"), "", "unknown-key",
              "The unknown key is half a surrogate pair."),
    malformed("assumed", "plain", put("/witness/assume", "the statement"), "/witness", "unknown-key",
              "The witness has a key the rule does not know."),
    malformed("unknown-kind", "plain", put("/statement/kind", "theorem"), "/statement/kind", "unknown-kind",
              "No statement of this kind exists."),
    malformed("no-kind", "plain", drop("/statement/kind"), "/statement", "missing-key", "The statement has no kind."),
    malformed("statement-unknown-key", "plain", put("/statement/conditions", []), "/statement", "unknown-key",
              "The statement has a key its kind does not know."),
    malformed("statement-missing-key", "plain", drop("/statement/low"), "/statement", "missing-key",
              "The statement lacks its lower end."),
    malformed("key-case", "plain", rename("/statement/low", "Low"), "/statement", "unknown-key",
              "A key is capitalised."),
    malformed("rule-of-another-kind", "plain", put("/rule", "sos"), "/statement", "wrong-kind",
              "The rule sos is named for an enclosure."),
    malformed("chain-of-another-kind", "plain", put("/rule", "chain"), "/statement", "wrong-kind",
              "The rule chain is named for an enclosure."),
    malformed("item-too-many", "integer", insert("/statement/expression/add/0", "0"), "/statement/expression/add",
              "wrong-shape", "A sum has three arguments."),
]  # fmt: skip

FAULTS: list[Fault] = [*BYTES, *LITERALS, *NUMBERS, *ENVELOPE]
