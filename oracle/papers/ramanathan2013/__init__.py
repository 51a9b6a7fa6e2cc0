"""ramanathan2013, "Robust Device Independent Randomness Amplification".

`checks` recompute its claims; `definitions` are its inequality and its bit as sums of events, `curves` the exact curves
of its linear programs; `bounds` and `suite` are about the majority bit; `generate` writes what is shipped.

Protocol A, whose devices are used once (docs/amplification.md): `device` is one device, `anchors` its certified gains,
`security` errors, `demands` numbers of devices, `protocol_bounds` and `any_bound` the named bounds, `inequalities`
other devices, `attacks` what breaks the printed protocol, `simulated` plays it, `practicality` is the table.
"""
