"""Predict, then reveal: items from a data file, answers from real runs, codes to hand in."""
