"""Certified curves: one problem file, a grid of its parameters, one checked certificate a point.

Reading order: ``grid`` (which points), ``grid_point`` (one point, in a process of its own), ``folder`` (what is on
disk, and what of an earlier run still counts), ``run`` (all points), ``figure`` (optional, with matplotlib).
"""
