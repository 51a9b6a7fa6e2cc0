"""The kernel: checks certificates, trusts nothing but the standard library and itself."""

VERSION = "0.1.0"  # of the distribution it belongs to
