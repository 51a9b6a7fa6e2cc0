"""Checks of padovan2024, one module for each part of the paper.

`scenario`, `boundary`, `protocol` and `randomness` follow its sections, with the angles at which one bit is left in
`exceptional` and what is said of the levels in `hierarchy`; `noise` has the model and single values of it, `curves` the
figures over whole intervals; `experiment` the tables and their data, `third` the question the paper leaves open.
"""
