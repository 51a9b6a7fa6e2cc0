"""A module's name says what it holds: where two modules share one, it means the same in both."""

from tests.policy.plan import modules
from tests.policy.text import ROOT

ROLES = {
    "__init__": "a package",
    "__main__": "what `python -m` runs",
    "bounds": "the named quantities of a paper",
    "recorded": "a paper's protocol, by which recorded runs are judged",
    "definitions": "what a paper defines, written without its certificates, for comparison with them",
    "search": "the searches behind a paper's certificates that need a solver",
    "suite": "the conformance suite of a paper",
}
"""Names that say which part of a package a module is."""

SHARED = {
    "amplification": "randomness amplification: bounds on predictability of other inequalities, and a suite",
    "bitstrings": "strings of bits: how they are stored and viewed, and products of them by definition",
    "boundary": "the boundary of sequential correlations: its certificates, and the checks of them",
    "calibration": "a functional chosen from the counts of another run: the search, and its front end",
    "check": "the verb, and the function of the kernel that it calls",
    "chsh": "the CHSH functional: identities, bounds, a suite",
    "comparisons": "relations between polynomials as a paper prints them: how they are read, and those of one paper",
    "conventions": "what a length formula leaves unsaid: the record, and how it is asked for",
    "curves": "exact curves: their certificates, bounds that are points of them, checks of figures",
    "deviation": "how far an estimate may exceed the mean: the bound, and its suite",
    "devices": "devices that answer inputs: exact ones in a sequence, and simulated ones",
    "engine": "the answers of one package to questions",
    "errors": "the exceptions of a package",
    "exceptional": "the angles at which one bit is lost: certificates, and the checks of them",
    "expansion": "the expansion protocol: its named quantities, and checks of them",
    "extraction": "theorems about extraction: the kernel's rule, certificates, a paper's step",
    "extractor": "an extractor: what the kernel says of one, a suite, a paper's",
    "factors": "probability-estimation factors: the rule, and the verb",
    "guessing": "how well outcomes are guessed: the kernel's rule, the linear program, a suite",
    "hashing": "hashed outcomes of a run: the kernel's rule, and certificates",
    "identities": "identities of operators that certificates are made of: those of CHSH, and those of one paper",
    "inequality": "a paper's inequality",
    "kraus": "Kraus operators: their dilation, and the reader of them",
    "lengths": "output lengths of extractors: the formulas, and the bounds named after them",
    "moments": "moments of the hierarchy: matrices of them, and those that a level admits",
    "problem": "what a user asks: read from a file, and built in code",
    "protocol": "a paper's protocol",
    "qubits": "behaviours of qubits: exact models of them, points with rational means that the kernel admits",
    "randomness": "a paper's definition or theorem of randomness, and its certificates",
    "registry": "what is offered by name: properties, protocols",
    "rounds": "from one round to many: certificates, and a paper's derivation",
    "scenario": "parties with inputs and outcomes",
    "simulate": "what would have been recorded: the counts of a problem's model, and the verb for runs",
    "source": "a source of inputs that the devices may know",
    "tables": "tables of counts as comma-separated values: the reader, and those that others have counted",
    "tally": "from files of events to tables of counts: the verb, and the counting",
    "third": "a third sequential party: certificates, and the checks of them",
    "tight": "the tight curve of the CHSH game: its tangents, bounds and checks",
    "trevisan": "Trevisan's extractor: the construction, and the suite about it",
    "vectors": "test vectors: the verb, and those of the suites",
    "words": "products of operators",
}
"""Names that more than one module has, and the one thing they mean by it."""


def shared(names: list[str]) -> dict[str, list[str]]:
    """Last parts that more than one dotted name has."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.rpartition(".")[2], []).append(name)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_name_has_two_meanings() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in modules().values()]
    found = shared(names)
    verbs = {name: [f"oracle.api.{name}", f"oracle.cli.{name}"] for name in found}  # a verb, and what it is written on
    unknown = {name: places for name, places in found.items() if places != verbs[name] and name not in ROLES | SHARED}
    assert unknown == {}
    assert [name for name in SHARED if name not in found] == []  # what is no longer shared needs no line


def test_a_shared_name_is_found() -> None:
    assert shared(["oracle.a.curve", "lp.curve", "lp.other"]) == {"curve": ["oracle.a.curve", "lp.curve"]}
