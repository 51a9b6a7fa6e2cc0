"""Moment problems as semidefinite programs, solvers that propose solutions, and rounding to exact Gram matrices."""
