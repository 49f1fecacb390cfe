"""Challenges: goals for a run on the Train page, each with a check that a run passes or not."""
