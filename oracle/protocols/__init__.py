"""Protocols as executable specifications, and recorded runs judged by them.

What is fixed before the first round is a declaration (``declaration``); a run is a folder (``recording``) with the
declaration, the recorded rounds, seed and output, and a report of what the lab says it did. ``judge`` reads it once, in
bounded memory, and names the first rule it breaks (``violations``), or ends in one certificate the kernel proved.
``play`` makes runs of ``devices`` and sources, honest ones and others.

A protocol is one module with a `PROTOCOL`, found by being there: ``recorded`` in the folder of its paper, or one of
``catalogue``. ``shape`` says what it offers.
"""
