"""Objects that have what is known: explicit quantum models, found in floating point and made exact."""
