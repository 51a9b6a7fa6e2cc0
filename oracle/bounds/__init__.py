"""Named quantities with rigorous enclosures: a catalogue, and the one way to evaluate an entry."""
