"""Faults of hashed runs: lengths, errors, thresholds, other runs, runs that claim no probability."""

from __future__ import annotations

from tests.certificates.edits import Document, Fault, drop, limit, malformed, put, rejected
from tests.certificates.valid import premise
from tests.certificates.valid_factors import FACTORS
from tests.certificates.valid_hashing import DIGITS
from tests.certificates.valid_objects import CHAIN, ENCLOSURE

S, RUN, OF = "/statement", "/witness/run", "/statement/run"


def more(name: str, key: str, value: str, sentence: str, base: str = "factors") -> Fault:
    """More is claimed than the run and the hash give."""
    return rejected(f"hash-{name}", base, put(f"{S}/{key}", value), f"{S}/{key}", "bits", sentence)


def shape(name: str, key: str, value: Document, code: str, sentence: str) -> Fault:
    return malformed(f"hash-{name}", "factors", put(f"{S}/{key}", value), f"{S}/{key}", code, sentence)


def other(name: str, run: Document, sentence: str) -> Fault:
    return rejected(f"hash-{name}", "factors", put(RUN, premise(run)), RUN, "premise", sentence)


def in_sample(document: Document) -> Document:
    """The factor was chosen from the counts, in the statement and in the premise."""
    for place in (OF, RUN + "/statement"):
        document = put(place + "/chosen", "data")(document)
    return document


FAULTS: list[Fault] = [
    more("output-one-more", "output", "623", "One bit more than 700 - 2*39."),
    more("output-one-more-of-an-estimate", "output", "688", "One bit more than 700 - 12.9.", "rounds"),
    more("output-without-the-error", "output", "700", "All bits of the threshold are put out."),
    more("error-of-the-bad-event-only", "error", "1/100", "The hash has an error of its own."),
    more("error-below-delta", "error", "1/101", "The bad event alone has a larger probability."),
    more("threshold-above-the-run", "threshold", "763", "762 bits are proved of the run, so it is not accepted."),
    more("threshold-below-the-output", "output", "701", "More bits are put out than accepted runs have."),
    rejected("hash-error-halved", "factors", put(S + "/error", f"{2**39 + 25}/{100 * 2**39}"), S + "/output", "bits",
             "The error of the hash is half of 2^((m - T)/2)."),
    rejected("hash-run-with-more-bits", "factors", put(OF + "/bits", "900"), RUN, "premise",
             "The premise proves 762 bits."),
    rejected("hash-run-of-other-counts", "factors", put(OF + "/blocks/0/counts/0/0", "294"), RUN, "premise",
             "The premise is about other rounds."),
    rejected("hash-run-not-proved", "factors", put(RUN + "/statement/bits", "763"), RUN + "/statement/bits", "bits",
             "The premise is false."),
    rejected("hash-run-in-sample", "factors", in_sample, OF, "tag", "The run claims no error probability."),
    other("run-of-another-block", FACTORS["blocks"], "The premise is about more rounds."),
    other("run-by-an-estimate", CHAIN["rounds"], "The premise is another statement of the same rounds."),
    other("run-of-no-rounds", ENCLOSURE["root"], "The premise is an enclosure."),
    shape("run-of-one-round", "run/kind", "min-entropy", "unknown-choice", "One round is no run."),
    malformed("hash-run-without-a-kind", "factors", drop(OF + "/kind"), OF, "missing-key", "The run has no kind."),
    malformed("hash-run-malformed", "factors", put(OF + "/power", "2"), OF + "/power", "out-of-range",
              "The run is no statement."),
    malformed("hash-run-missing", "factors", drop(RUN), "/witness", "missing-key", "There is no premise."),
    shape("threshold-zero", "threshold", "0", "out-of-range", "Every run is accepted."),
    shape("threshold-negative", "threshold", "-1", "out-of-range", "Bits are at least 0."),
    shape("function-unknown", "hash", "sha256", "unknown-choice", "Nothing is proved of this function."),
    shape("output-of-no-bits", "output", "0", "out-of-range", "There is no output."),
    limit("hash-output-above-10-to-18", "factors", put(S + "/output", str(10**18 + 1)), S + "/output", "size",
          "The output is above the limit."),
    shape("error-one", "error", "1", "out-of-range", "No distance is larger."),
    shape("error-zero", "error", "0", "out-of-range", "No hash is without error."),
    shape("data-of-another-name", "data", {"key": DIGITS * 4}, "unknown-key", "It is not said what the digest is of."),
    shape("data-with-a-short-digest", "data/events", DIGITS, "not-a-name", "A digest has 64 digits."),
]  # fmt: skip
