"""Untrusted search: finds witnesses and writes certificates; only the kernel says whether they prove anything."""

__distribution__ = "bellcert"
