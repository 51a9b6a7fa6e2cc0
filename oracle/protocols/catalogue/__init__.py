"""Protocols that belong to no paper of the ledger, one module each; `oracle.protocols.registry` finds them."""
