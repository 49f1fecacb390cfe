"""Gradient clinic: programs with a bug, and what gives them away."""
