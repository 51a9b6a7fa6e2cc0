"""The reconstructed length: readings that enclose the printed figure, and figures that no reading has."""

from oracle.papers.kulikov2024.checks import reconstruction


def test_the_printed_length_lies_between_the_readings_and_others_do_not() -> None:
    assert reconstruction.sec_extraction_length("20431465", "0.00296", "0.75", "1e-12", "128602", "488853").holds
    # a length between the readings needs its own distances from their ends, and one outside has none
    for bits, above, below in (("20431466", "128602", "488853"), ("19000000", "-1302863", "1920318")):
        assert not reconstruction.sec_extraction_length(bits, "0.00296", "0.75", "1e-12", above, below).holds


def test_the_printed_term_is_longer_than_the_theorems_give() -> None:
    assert reconstruction.sec_extraction_epsilon("0.00296", "0.75", "1e-12", "27", "20362904").holds
    assert not reconstruction.sec_extraction_epsilon("0.00296", "0.75", "1e-12", "28", "20362904").holds
    assert not reconstruction.sec_extraction_epsilon("0.00296", "0.75", "1/4", "27", "20362904").holds


def test_a_megabit_needs_fewer_trials_than_printed() -> None:
    printed = {
        "n": "1e9", "trials": "1.2e8", "score": "0.00296", "bias": "0.75", "error": "1e-12", "larger": "1.3",
        "value": "2.271", "times": "8", "megabit": "1147170", "tolerant": "1117259",
    }  # fmt: skip
    assert reconstruction.k8(*printed.values()).holds
    for other in ({"trials": "6e7"}, {"larger": "1.9"}, {"n": "5e8"}, {"megabit": "1147171"}):
        assert not reconstruction.k8(*(printed | other).values()).holds
