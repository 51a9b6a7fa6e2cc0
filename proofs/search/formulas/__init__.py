"""Certificates about expressions: enclosures, relations of polynomials, output lengths of extractors."""
