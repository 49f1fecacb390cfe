"""Figures, tested by their data."""
