"""pironio2010, "Random Numbers Certified by Bell's Theorem".

`checks` recompute its claims; `generate` writes what is shipped. The CHSH game, which others use, is in
`proofs.search`.
"""
