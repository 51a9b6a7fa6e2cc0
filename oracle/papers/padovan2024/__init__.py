"""padovan2024, "Secure and robust randomness with sequential quantum measurements"."""
