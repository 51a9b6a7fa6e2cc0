"""pironio2010, "Random Numbers Certified by Bell's Theorem"."""
