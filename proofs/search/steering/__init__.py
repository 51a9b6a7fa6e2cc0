"""Questions about assemblages: a trusted quantum system beside untrusted parties.

Reading order: `cones` (programs for a solver), `assemblages` (hidden states, no-signalling), `optimum`, `guessing` and
`hidden` (the questions), `together` (parties that measure as one), `statements` (certificates), `engine` (the set
`steering`).
"""
