"""The whole thing in a real browser."""
