"""Probability-estimation factors for two parties with two inputs of two outcomes: a search, and certificates of bits.

A factor F with power beta turns rounds into bits (rule `factors`). The search is untrusted and uses floating numbers;
what it proposes is rounded to rationals and scaled down until, in many digits, it is a factor.

Reading order: ``behaviours`` (cells, extreme points, laws of inputs, the most likely behaviour), ``maximise`` (the best
factor under linear conditions), ``points`` and ``lines`` (the two ways to prove a factor, as conditions and as
witnesses), ``train`` (from earlier counts to a factor and its power), ``bits`` (the certificate of later counts).
"""
