"""li2024, "Randomness Certification from Multipartite Quantum Steering for Arbitrary Dimensional Systems"."""
