"""Checks of the papers' claims: one module or package for each bibkey."""
