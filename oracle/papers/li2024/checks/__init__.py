"""Checks of li2024, one module for each part of the paper.

`perfect_guessing` has perfect guessing and steering, `noisy` the thresholds and curves of the GHZ state,
`relaxations` what no-signalling and levels say of each other, `squeezed` the state of three modes.
"""
