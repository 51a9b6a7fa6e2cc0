"""One module a subject; each holds a SUITE, and being here is all that registers it."""
