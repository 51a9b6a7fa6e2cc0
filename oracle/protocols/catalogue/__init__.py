"""The protocols, one module each; `oracle.protocols.registry` finds them."""
