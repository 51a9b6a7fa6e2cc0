"""Questions about quantum behaviours, answered at a level of the hierarchy of moments."""
