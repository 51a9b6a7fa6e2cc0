"""The CHSH game: identities, the tight curve, slopes, and from counts of many rounds to bits."""
