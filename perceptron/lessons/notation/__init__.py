"""Notation and derivations: every line of both, and what is asked about shapes."""
