"""The kernel: checks certificates, trusts nothing but the standard library and itself."""
