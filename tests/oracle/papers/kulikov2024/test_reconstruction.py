"""The reconstructed length: readings that enclose the printed figure, and figures that no reading has."""

from oracle.papers.kulikov2024.checks import reconstruction


def test_the_printed_length_lies_between_the_readings_and_others_do_not() -> None:
    assert reconstruction.sec_extraction_length("20431465", "0.00296", "0.75", "1e-12").holds
    for bits in ("19000000", "23000000"):
        assert not reconstruction.sec_extraction_length(bits, "0.00296", "0.75", "1e-12").holds


def test_the_printed_term_is_longer_than_the_theorems_give() -> None:
    assert reconstruction.sec_extraction_epsilon("0.00296", "0.75", "1e-12").holds
    assert not reconstruction.sec_extraction_epsilon("0.00296", "0.75", "1/4").holds


def test_a_megabit_needs_fewer_trials_than_printed() -> None:
    assert reconstruction.k8("1e9", "120000000", "0.00296", "0.75", "1e-12", "1.3", "2.271").holds
    assert not reconstruction.k8("1e9", "60000000", "0.00296", "0.75", "1e-12", "1.3", "2.271").holds
    assert not reconstruction.k8("1e9", "120000000", "0.00296", "0.75", "1e-12", "1.9", "2.271").holds
